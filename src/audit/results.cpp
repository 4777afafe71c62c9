#include "audit/results.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/report/joined.hpp"

#include <boost/json.hpp>

#include <array>

namespace parley::audit {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> impact_names = {"none", "minor", "moderate", "serious", "critical"};

const json::array& list_of(const json::object& from, std::string_view member)
{
    static const json::array none;
    const auto* value = from.if_contains(member);
    return value != nullptr && value->is_array() ? value->as_array() : none;
}

std::vector<std::string> texts_of(const json::array& from)
{
    std::vector<std::string> texts;
    for (const auto& each : from)
        if (each.is_string()) texts.emplace_back(each.as_string());
    return texts;
}

// An entry is a selector, or a list of them where shadow roots lie between.
std::vector<std::string> target_of(const json::array& from)
{
    std::vector<std::string> target;
    for (const auto& each : from) {
        if (each.is_string()) target.emplace_back(each.as_string());
        if (each.is_array()) target.push_back(joined(texts_of(each.as_array()), " >>> "));
    }
    return target;
}

void append_messages(std::vector<std::string>& to, const json::array& checks)
{
    for (const auto& each : checks)
        if (each.is_object()) to.push_back(text_member(each.as_object(), "message"));
}

node node_of(const json::object& from)
{
    node read = {.target = target_of(list_of(from, "target")),
                 .html = text_member(from, "html"),
                 .messages = {},
                 .failure_summary = text_member(from, "failureSummary")};
    for (const auto* checks : {"all", "any", "none"}) append_messages(read.messages, list_of(from, checks));
    return read;
}

finding finding_of(const json::object& from)
{
    finding read = {.rule = text_member(from, "id"),
                    .description = text_member(from, "description"),
                    .help = text_member(from, "help"),
                    .help_url = text_member(from, "helpUrl"),
                    .weight = impact_named(text_member(from, "impact")).value_or(impact::none),
                    .tags = texts_of(list_of(from, "tags")),
                    .nodes = {}};
    for (const auto& each : list_of(from, "nodes"))
        if (each.is_object()) read.nodes.push_back(node_of(each.as_object()));
    return read;
}

std::vector<finding> findings_of(const json::object& from, std::string_view member)
{
    std::vector<finding> read;
    for (const auto& each : list_of(from, member))
        if (each.is_object()) read.push_back(finding_of(each.as_object()));
    return read;
}

std::string engine_version(const json::object& from)
{
    const auto* engine = from.if_contains("testEngine");
    return engine != nullptr && engine->is_object() ? text_member(engine->as_object(), "version")
                                                    : std::string();
}

bool has_list(const json::object& from, std::string_view member)
{
    const auto* value = from.if_contains(member);
    return value != nullptr && value->is_array();
}

}  // namespace

std::string_view name_of(impact weight)
{
    return impact_names[static_cast<std::size_t>(weight)];
}

std::optional<impact> impact_named(std::string_view name)
{
    for (std::size_t i = 1; i < impact_names.size(); ++i)
        if (impact_names[i] == name) return static_cast<impact>(i);
    return std::nullopt;
}

result<page_results> read_results(std::string_view text)
{
    boost::system::error_code failure;
    auto parsed = json::parse(text, failure);
    if (failure) return error{errc::malformed, "the results are not JSON: " + failure.message()};
    if (!parsed.is_object() || !has_list(parsed.as_object(), "violations"))
        return error{errc::malformed,
                     "the results are not those of axe-core: there are no violations in them"};

    page_results read;
    read.json = std::move(parsed.as_object());
    read.url = text_member(read.json, "url");
    read.engine_version = engine_version(read.json);
    read.violations = findings_of(read.json, "violations");
    read.incomplete = findings_of(read.json, "incomplete");
    read.passes = findings_of(read.json, "passes");
    read.inapplicable = findings_of(read.json, "inapplicable");
    return read;
}

}  // namespace parley::audit
