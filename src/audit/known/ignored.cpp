#include "audit/known/ignored.hpp"

#include "audit/known/glob.hpp"
#include "audit/known/take_out.hpp"
#include "audit/report/joined.hpp"
#include "base/ascii.hpp"
#include "base/printable.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace parley::audit {
namespace {

namespace json = boost::json;

error mistake(std::string_view name, std::size_t entry, std::string sentence)
{
    return {errc::invalid_input,
            std::string(name) + ": entry " + std::to_string(entry + 1) + ' ' + std::move(sentence)};
}

bool is_date(std::string_view text)
{
    constexpr std::string_view shape = "0000-00-00";
    return std::ranges::equal(
        text, shape, [](char c, char shown) { return shown == '0' ? ascii::is_digit(c) : c == shown; });
}

std::string* member_of(ignore_entry& entry, std::string_view name)
{
    if (name == "rule") return &entry.rule;
    if (name == "selector") return &entry.selector;
    if (name == "url") return &entry.url;
    if (name == "reason") return &entry.reason;
    if (name == "expires") return &entry.expires;
    return nullptr;
}

result<ignore_entry> read_entry(const json::value& from, std::string_view name, std::size_t number)
{
    if (!from.is_object()) return mistake(name, number, "is no object");
    ignore_entry entry;
    for (const auto& [key, value] : from.get_object()) {
        auto* const member = member_of(entry, key);
        if (member == nullptr)
            return mistake(name, number,
                           "has `" + printable_line(key) +
                               "`, but only rule, selector, url, reason and expires mean something");
        if (!value.is_string())
            return mistake(name, number, "has a " + std::string(key) + " that is no text");
        *member = value.get_string();
    }
    if (entry.rule.empty()) return mistake(name, number, "names no rule");
    if (ascii::trimmed(entry.reason).empty())
        return mistake(name, number, "gives no reason: say why `" + entry.rule + "` may stay");
    if (!entry.expires.empty() && !is_date(entry.expires))
        return mistake(name, number, "expires on no day such as 2026-12-31");
    return entry;
}

bool is_about(const ignore_entry& entry, const node& element)
{
    if (entry.selector.empty()) return true;
    const bool is_last = !element.target.empty() && matches_glob(element.target.back(), entry.selector);
    return is_last || matches_glob(joined(element.target, ", "), entry.selector);
}

std::string shown(const ignore_entry& entry)
{
    return "`" + entry.rule + (entry.selector.empty() ? "" : " " + entry.selector) + "` (" + entry.reason +
           ')';
}

}  // namespace

result<std::vector<ignore_entry>> read_ignored(const json::value& from, std::string_view name)
{
    if (!from.is_array())
        return error{errc::invalid_input, std::string(name) + " is no list of what to ignore"};
    std::vector<ignore_entry> entries;
    for (const auto& each : from.get_array()) {
        auto entry = read_entry(each, name, entries.size());
        if (!entry) return entry.error();
        entries.push_back(*std::move(entry));
    }
    return entries;
}

result<std::vector<ignore_entry>> read_ignored(std::string_view text, std::string_view name)
{
    boost::system::error_code failure;
    const auto parsed = json::parse(text, failure);
    if (failure) return error{errc::invalid_input, std::string(name) + " is no JSON: " + failure.message()};
    return read_ignored(parsed, name);
}

ignore_list::ignore_list(std::vector<ignore_entry> entries, std::string today)
{
    for (auto& each : entries) {
        const bool is_expired = !each.expires.empty() && each.expires < today;
        rules_.push_back({std::move(each), is_expired});
    }
}

std::size_t ignore_list::take_out_of(page_results& results, std::string_view page, std::string_view address)
{
    return take_out(results, [&](const finding& of, const node& element) {
        for (auto& each : rules_) {
            const auto& entry = each.entry;
            if (each.is_expired || entry.rule != of.rule || !is_about(entry, element)) continue;
            if (!entry.url.empty() && !matches_glob(page, entry.url) && !matches_glob(address, entry.url))
                continue;
            ++each.matched;
            return true;
        }
        return false;
    });
}

std::vector<std::string> ignore_list::warnings() const
{
    std::vector<std::string> said;
    for (const auto& each : rules_) {
        if (each.is_expired)
            said.push_back(shown(each.entry) + " expired on " + each.entry.expires +
                           " and is no longer ignored");
        else if (each.matched == 0)
            said.push_back(shown(each.entry) + " is to be ignored, but was not found");
    }
    return said;
}

}  // namespace parley::audit
