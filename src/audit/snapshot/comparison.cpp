#include "audit/snapshot/comparison.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/text.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

constexpr std::string_view no_blank = ",";  // the plugin has a blank in one of its four lists only

std::string rule_of(std::string_view key)
{
    return std::string(key.substr(0, key.find(" (")));
}

std::string reports_of(const std::vector<std::string>& keys, const page_results& now)
{
    std::string text;
    for (const auto& each : keys) text += text_report(now, rule_of(each));
    return text;
}

// A rule that is gone and new in the same comparison has only got another impact.
void move_reweighed(snapshot_changes& changes)
{
    for (const auto& gone : changes.removed) {
        const auto rule = rule_of(gone);
        const auto now = std::find_if(changes.added.begin(), changes.added.end(),
                                      [&](const auto& key) { return rule_of(key) == rule; });
        if (now != changes.added.end()) changes.reweighed.push_back({rule, gone, *now});
    }
    for (const auto& each : changes.reweighed) {
        std::erase(changes.removed, each.before);
        std::erase(changes.added, each.now);
    }
}

std::string bad_news(std::string_view update)
{
    return "That's bad news! 😱 Either fix the issue or run `" + std::string(update) +
           "` to update the snapshots.\n";
}

std::string good_news(std::string_view update)
{
    return "That's good news! 🎉 Run `" + std::string(update) + "` to update the snapshots.\n";
}

std::string reweighed_text(const std::vector<impact_change>& changes, std::string_view update)
{
    std::string text;
    for (const auto& each : changes)
        text += "The impact of a violation changed: " + each.before + " is now " + each.now + ".\n";
    return text + "Run `" + std::string(update) + "` to update the snapshots.\n";
}

}  // namespace

snapshot_changes compare_snapshots(const snapshot_counts& before, const snapshot_counts& now)
{
    snapshot_changes changes;
    for (const auto& [key, count] : before) {
        const auto found = now.find(key);
        if (found == now.end())
            changes.removed.push_back(key);
        else if (found->second > count)
            changes.increased.push_back(key);
        else if (found->second < count)
            changes.decreased.push_back(key);
    }
    for (const auto& [key, count] : now)
        if (!before.contains(key)) changes.added.push_back(key);
    move_reweighed(changes);
    return changes;
}

bool is_same(const snapshot_changes& changes)
{
    return changes.added.empty() && changes.removed.empty() && changes.increased.empty() &&
           changes.decreased.empty() && changes.reweighed.empty();
}

bool is_only_good_news(const snapshot_changes& changes)
{
    return !is_same(changes) && changes.added.empty() && changes.increased.empty() &&
           changes.reweighed.empty();
}

std::string changes_text(const snapshot_changes& changes, const page_results& now, std::string_view update)
{
    std::string text;
    if (!changes.added.empty())
        text += "New violations found: " + joined(changes.added, ", ") + '\n' + bad_news(update) +
                reports_of(changes.added, now);
    if (!changes.removed.empty())
        text += "Old violations no longer found: " + joined(changes.removed, no_blank) + ".\n" +
                good_news(update);
    if (!changes.increased.empty())
        text +=
            "Additional instances of existing violations were found: " + joined(changes.increased, no_blank) +
            '\n' + bad_news(update) + reports_of(changes.increased, now);
    if (!changes.decreased.empty())
        text += "Fewer instances of existing violations were found: " + joined(changes.decreased, no_blank) +
                ".\n" + good_news(update);
    if (!changes.reweighed.empty()) text += reweighed_text(changes.reweighed, update);
    return text;
}

}  // namespace parley::audit
