#include "audit/snapshot/snapshot_targets.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/python_literal.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iterator>

namespace parley::audit {
namespace {

namespace json = boost::json;

using texts = std::vector<std::string>;

texts targets_of(const finding& rule)
{
    texts targets;
    for (const auto& each : rule.nodes) targets.push_back(joined(each.target, ", "));
    std::ranges::sort(targets);
    return targets;
}

// What is in `one` and not in `other`; both are sorted.
texts difference(const texts& one, const texts& other)
{
    texts rest;
    std::ranges::set_difference(one, other, std::back_inserter(rest));
    return rest;
}

bool read_entry(const json::value& from, snapshot_targets& into)
{
    const auto* entry = from.if_object();
    const auto* rule = entry == nullptr ? nullptr : entry->if_contains("rule");
    const auto* targets = entry == nullptr ? nullptr : entry->if_contains("targets");
    if (rule == nullptr || !rule->is_string() || targets == nullptr || !targets->is_array()) return false;
    auto& read = into[std::string(rule->get_string())];
    for (const auto& each : targets->get_array()) {
        if (!each.is_string()) return false;
        read.emplace_back(each.get_string());
    }
    std::ranges::sort(read);
    return true;
}

std::string lines_of(std::string_view what, const snapshot_targets& changes)
{
    std::string text;
    for (const auto& [rule, targets] : changes)
        for (const auto& each : targets) {
            text += "  " + std::string(what) + ' ' + rule;
            text += ": " + each + '\n';
        }
    return text;
}

}  // namespace

snapshot_targets targets_of(const page_results& of)
{
    snapshot_targets made;
    for (const auto& each : of.violations) {
        auto& targets = made[each.rule];
        const auto more = targets_of(each);
        targets.insert(targets.end(), more.begin(), more.end());
        std::ranges::sort(targets);
    }
    return made;
}

std::string snapshot_targets_text(const page_results& of)
{
    std::map<std::string, std::string> lines;
    for (const auto& each : of.violations) {
        const auto targets = targets_of(each);
        lines.emplace(each.rule, json::serialize(
                                     json::object{{"rule", each.rule},
                                                  {"impact", python_name(each.weight)},
                                                  {"targets", json::array(targets.begin(), targets.end())}}));
    }
    std::string text;
    for (const auto& [rule, line] : lines) text += (text.empty() ? "[\n" : ",\n") + line;
    return text.empty() ? "[]\n" : text + "\n]\n";
}

result<snapshot_targets> read_snapshot_targets(std::string_view text, std::string_view name)
{
    const error mistake{errc::malformed, std::string(name) +
                                             " is no list of elements as --detail targets writes it: resolve "
                                             "its merge, or write it anew"};
    boost::system::error_code failure;
    const auto parsed = json::parse(text, failure);
    if (failure || !parsed.is_array()) return mistake;
    snapshot_targets read;
    for (const auto& each : parsed.get_array())
        if (!read_entry(each, read)) return mistake;
    return read;
}

target_changes compare_targets(const snapshot_targets& before, const snapshot_targets& now)
{
    target_changes changes;
    for (const auto& [rule, targets] : before) {
        const auto found = now.find(rule);
        if (found == now.end()) continue;
        if (auto added = difference(found->second, targets); !added.empty())
            changes.added.emplace(rule, std::move(added));
        if (auto removed = difference(targets, found->second); !removed.empty())
            changes.removed.emplace(rule, std::move(removed));
    }
    return changes;
}

std::string changes_text(const target_changes& changes, std::string_view update)
{
    const auto lines = lines_of("new:", changes.added) + lines_of("gone:", changes.removed);
    if (lines.empty()) return {};
    return "Other elements violate the rules than before:\n" + lines + "Run `" + std::string(update) +
           "` to update the snapshots.\n";
}

}  // namespace parley::audit
