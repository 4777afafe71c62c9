#include "cli/audit_axe_options.hpp"

#include <boost/json.hpp>

namespace parley::cli {
namespace {

namespace json = boost::json;

using texts = std::vector<std::string>;

error mistake(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley audit --help)"};
}

result<texts> tags_of_standard(const std::string& name)
{
    if (name == "wcag2a") return texts{"wcag2a"};
    if (name == "wcag2aa") return texts{"wcag2a", "wcag2aa"};
    if (name == "wcag21aa") return texts{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa"};
    if (name == "wcag22aa") return texts{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"};
    return mistake("--standard takes wcag2a, wcag2aa, wcag21aa or wcag22aa");
}

json::array array_of(const texts& list)
{
    return json::array(list.begin(), list.end());
}

// Targets of one frame: a selector each.
json::array frames_of(const texts& selectors)
{
    json::array list;
    for (const auto& each : selectors) list.push_back(json::array{json::string(each)});
    return list;
}

result<json::object> read_object(const std::string& text)
{
    boost::system::error_code failure;
    auto parsed = json::parse(text, failure);
    if (failure || !parsed.is_object()) return mistake("--options takes a JSON object of axe's options");
    return std::move(parsed.get_object());
}

json::object usual_options()
{
    return {{"resultTypes", {"violations", "incomplete"}},
            {"preload", {{"assets", {"cssom", "media"}}, {"timeout", 2000}}}};
}

}  // namespace

result<std::string> axe_options_of(const settings& values)
{
    auto options = usual_options();
    const auto standard = values.text("standard");
    auto tags = values.list("tags");
    const auto rules = values.list("rules");
    json::object switched;
    if (!standard.empty()) {
        auto of_standard = tags_of_standard(standard);
        if (!of_standard) return of_standard.error();
        tags.insert(tags.begin(), of_standard->begin(), of_standard->end());
        // Off in axe unless it is asked for by name.
        if (standard == "wcag22aa") switched["target-size"] = {{"enabled", true}};
    }
    if (!rules.empty() && !tags.empty())
        return mistake("--rules names all rules there are to be: --tags and --standard go without it");
    if (!tags.empty()) options["runOnly"] = {{"type", "tag"}, {"values", array_of(tags)}};
    if (!rules.empty()) options["runOnly"] = {{"type", "rule"}, {"values", array_of(rules)}};
    for (const auto& each : values.list("disable")) switched[each] = {{"enabled", false}};
    if (!switched.empty()) options["rules"] = switched;
    if (const auto own = values.text("options"); !own.empty()) {
        auto read = read_object(own);
        if (!read) return read.error();
        for (auto& [key, value] : *read) options[key] = value;
    }
    return json::serialize(options);
}

std::string axe_context_of(const settings& values)
{
    json::object context;
    if (const auto parts = values.lines("include"); !parts.empty()) context["include"] = frames_of(parts);
    if (const auto parts = values.lines("exclude"); !parts.empty()) context["exclude"] = frames_of(parts);
    return context.empty() ? std::string() : json::serialize(context);
}

}  // namespace parley::cli
