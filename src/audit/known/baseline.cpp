#include "audit/known/baseline.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/known/take_out.hpp"
#include "audit/report/joined.hpp"

#include <boost/json.hpp>

namespace parley::audit {

namespace json = boost::json;

baseline baseline::of(std::span<const page_outcome> pages)
{
    baseline made;
    for (const auto& page : pages) {
        if (page.results.has_error()) continue;
        for (const auto* findings : {&page.results->violations, &page.results->incomplete})
            for (const auto& found : *findings)
                for (const auto& element : found.nodes)
                    made.known_.emplace(page.page, found.rule, joined(element.target, ", "));
    }
    return made;
}

void baseline::keep_unchecked(const baseline& before, std::span<const page_outcome> pages)
{
    std::set<std::string, std::less<>> checked;
    for (const auto& each : pages) checked.insert(each.page);
    for (const auto& each : pages)
        if (each.results.has_error()) checked.erase(each.page);
    for (const auto& each : before.known_)
        if (!checked.contains(std::get<0>(each))) known_.insert(each);
}

result<baseline> baseline::read(std::string_view text, std::string_view name)
{
    const error mistake{errc::invalid_input,
                        std::string(name) + " is no baseline: write one with --write-baseline"};
    boost::system::error_code failure;
    const auto parsed = json::parse(text, failure);
    const auto* members = failure ? nullptr : parsed.if_object();
    const auto* findings = members == nullptr ? nullptr : members->if_contains("findings");
    if (findings == nullptr || !findings->is_array()) return mistake;
    baseline read;
    for (const auto& each : findings->get_array()) {
        const auto* found = each.if_object();
        if (found == nullptr || text_member(*found, "rule").empty()) return mistake;
        read.known_.emplace(text_member(*found, "page"), text_member(*found, "rule"),
                            text_member(*found, "target"));
    }
    return read;
}

std::string baseline::text() const
{
    std::string lines;
    for (const auto& [page, rule, target] : known_) {
        const json::object found{{"page", page}, {"rule", rule}, {"target", target}};
        lines += (lines.empty() ? "\n" : ",\n") + json::serialize(found);
    }
    return "{\"findings\":[" + lines + "\n]}\n";
}

std::size_t baseline::take_out_of(page_results& results, std::string_view page)
{
    visited_.emplace(page);
    return take_out(results, [&](const finding& of, const node& element) {
        const key found(page, of.rule, joined(element.target, ", "));
        if (!known_.contains(found)) return false;
        seen_.insert(found);
        return true;
    });
}

std::vector<std::string> baseline::gone() const
{
    std::vector<std::string> lines;
    for (const auto& each : known_) {
        const auto& [page, rule, target] = each;
        if (visited_.contains(page) && !unchecked_.contains(page) && !seen_.contains(each))
            lines.push_back(page + ": " + rule + " of " + target);
    }
    return lines;
}

}  // namespace parley::audit
