#include "audit/report/sarif.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/totals.hpp"
#include "audit/targets/target.hpp"
#include "base/ascii.hpp"

#include <boost/json.hpp>

#include <map>

namespace parley::audit {
namespace {

namespace json = boost::json;

constexpr std::string_view schema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level_of(impact weight)
{
    switch (weight) {
        case impact::critical:
        case impact::serious:
            return "error";
        case impact::moderate:
            return "warning";
        case impact::minor:
            return "note";
        case impact::none:
            break;
    }
    return "none";
}

// A relative path as a URI; its first part must not look like a scheme.
std::string uri_of_path(std::string_view path)
{
    std::string uri;
    for (const char c : percent_encoded(path)) {
        if (c == ':')
            uri += "%3A";
        else
            uri += c;
    }
    return uri;
}

// What is percent-encoded in an address already stays so.
std::string uri_of_address_path(std::string_view path)
{
    std::string uri;
    for (auto at = path.find('%'); at != path.npos; at = path.find('%')) {
        uri += uri_of_path(path.substr(0, at)) + '%';
        path.remove_prefix(at + 1);
        if (path.size() < 2 || ascii::hex_value(path[0]) < 0 || ascii::hex_value(path[1]) < 0) uri += "25";
    }
    return uri + uri_of_path(path);
}

// What stands for a place outside the repository. `http://host:80/a/b?c` as `host_80/a/b`: no scheme, no
// query, nothing that climbs out of a folder.
std::string stand_in(std::string_view place)
{
    const auto scheme = place.find("://");
    const bool is_address = scheme != place.npos;
    if (is_address) place.remove_prefix(scheme + 3);
    std::string path(is_address ? place.substr(0, place.find_first_of("?#")) : place);
    for (auto& c : path)
        if (c == ':' || c == '\\') c = '_';
    for (auto at = path.find(".."); at != path.npos; at = path.find("..")) path.replace(at, 2, "_");
    const auto first = path.find_first_not_of('/');
    path.erase(0, first == path.npos ? path.size() : first);
    if (path.empty() || path.ends_with('/')) path += "index.html";
    return is_address ? uri_of_address_path(path) : uri_of_path(path);
}

std::string uri_of(const page_outcome& page)
{
    if (page.file.empty()) return stand_in(page.page);
    const bool is_outside = page.file == ".." || page.file.starts_with("../") || page.file.starts_with('/');
    return is_outside ? stand_in(page.file) : uri_of_path(page.file);
}

json::object text_object(std::string_view text)
{
    return {{"text", text}};
}

json::object rule_json(const finding& of)
{
    json::array tags;
    for (const auto& each : of.tags) tags.emplace_back(each);
    return {{"id", of.rule},
            {"shortDescription", text_object(of.help)},
            {"fullDescription", text_object(of.description)},
            {"helpUri", of.help_url},
            {"help", text_object(of.help + ": " + of.help_url)},
            {"properties", {{"tags", std::move(tags)}}}};
}

// Each rule once, in the order in which the pages name them.
class rule_table {
public:
    std::size_t index_of(const finding& of)
    {
        const auto [at, is_new] = indexes_.emplace(of.rule, rules_.size());
        if (is_new) rules_.push_back(rule_json(of));
        return at->second;
    }

    json::array take() { return std::move(rules_); }

private:
    std::map<std::string, std::size_t, std::less<>> indexes_;
    json::array rules_;
};

// What axe says should be done, on which element, in which variant of the page.
std::string message_of(const finding& of, const node& element, const page_outcome& page)
{
    const auto& why = element.failure_summary;
    auto text = why.empty() ? of.help + ": " + joined(element.messages, "; ") : why;
    text += "\nElement: " + joined(element.target, ", ");
    if (!page.variant.empty()) text += "\nSeen in: " + page.variant;
    return text;
}

json::array locations_of(const node& element, const page_outcome& page)
{
    json::object region = {{"startLine", 1}, {"snippet", text_object(element.html)}};
    json::object physical = {{"artifactLocation", {{"uri", uri_of(page)}}}, {"region", std::move(region)}};
    json::object logical = {{"fullyQualifiedName", joined(element.target, ";")}, {"kind", "element"}};
    return {json::object{{"physicalLocation", std::move(physical)},
                         {"logicalLocations", json::array{std::move(logical)}}}};
}

struct verdict {
    std::string_view kind;
    std::string_view level;
};

class run_writer {
public:
    void add(const page_outcome& page)
    {
        if (page.results.has_error()) {
            const auto text = page.page + " was not audited: " + page.results.error().detail;
            unaudited_.push_back(json::object{{"level", "error"}, {"message", text_object(text)}});
            return;
        }
        if (browser_.empty()) browser_ = page.visit.browser;
        if (engine_version_.empty()) engine_version_ = page.results->engine_version;
        for (const auto& each : page.results->violations) add(page, each, {"fail", level_of(each.weight)});
        for (const auto& each : page.results->incomplete) add(page, each, {"open", "none"});
    }

    json::object finish(json::object sum)
    {
        json::object driver = {{"name", "axe-core"},
                               {"informationUri", "https://github.com/dequelabs/axe-core"},
                               {"rules", rules_.take()}};
        if (!engine_version_.empty()) driver["version"] = engine_version_;
        json::object invocation = {{"executionSuccessful", unaudited_.empty()},
                                   {"toolExecutionNotifications", std::move(unaudited_)}};
        json::object properties = {{"totals", std::move(sum)}};
        if (!browser_.empty()) properties["browser"] = browser_;
        return {{"tool", {{"driver", std::move(driver)}}},
                {"invocations", json::array{std::move(invocation)}},
                {"columnKind", "utf16CodeUnits"},
                {"results", std::move(results_)},
                {"properties", std::move(properties)}};
    }

private:
    void add(const page_outcome& page, const finding& of, verdict judged)
    {
        const auto rule = rules_.index_of(of);
        for (const auto& element : of.nodes)
            results_.push_back(
                json::object{{"ruleId", of.rule},
                             {"ruleIndex", rule},
                             {"kind", judged.kind},
                             {"level", judged.level},
                             {"message", text_object(message_of(of, element, page))},
                             {"locations", locations_of(element, page)},
                             {"partialFingerprints",
                              {{"ruleAndTarget/v1", of.rule + ' ' + joined(element.target, ";")}}}});
    }

    rule_table rules_;
    json::array results_;
    json::array unaudited_;
    std::string engine_version_;
    std::string browser_;
};

}  // namespace

std::string sarif_report(std::span<const page_outcome> pages)
{
    run_writer writer;
    for (const auto& page : pages) writer.add(page);
    const json::object log = {{"$schema", schema},
                              {"version", "2.1.0"},
                              {"runs", json::array{writer.finish(totals_json(totals_of(pages)))}}};
    return json::serialize(log) + '\n';
}

}  // namespace parley::audit
