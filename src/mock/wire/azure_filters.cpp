#include "mock/wire/azure_filters.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/json_parts.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::array<std::string_view, 4> graded = {"hate", "self_harm", "sexual", "violence"};

const std::string* severity_of(const filter_findings& found, std::string_view category)
{
    const auto it =
        std::ranges::find(found, category, [](const auto& one) -> const std::string& { return one.first; });
    return it == found.end() ? nullptr : &it->second;
}

std::string_view as_json(bool value)
{
    return value ? "true" : "false";
}

void append_graded(std::string& out, std::string_view category, const std::string* severity, bool withheld)
{
    append(out, {"\"", category, "\":{\"filtered\":", as_json(severity && withheld), ",\"severity\":"});
    append_json_string(out, severity && !severity->empty() ? std::string_view(*severity) : "safe");
    out += "},";
}

void append_detected(std::string& out, std::string_view category, bool detected, bool withheld)
{
    append(out, {"\"", category, "\":{\"filtered\":", as_json(detected && withheld),
                 ",\"detected\":", as_json(detected), "},"});
}

// Categories such as jailbreak or protected_material_text are detected or not, and have no grade.
std::string results(const filter_findings& found, filter_verdict verdict, bool always_jailbreak)
{
    const bool withheld = verdict == filter_verdict::withheld;
    std::string out = "{";
    for (const auto category : graded) append_graded(out, category, severity_of(found, category), withheld);
    if (always_jailbreak && !severity_of(found, "jailbreak"))
        append_detected(out, "jailbreak", false, withheld);
    for (const auto& [category, severity] : found)
        if (!is_one_of(graded, category)) append_detected(out, category, true, withheld);
    out.back() = '}';
    return out;
}

}  // namespace

std::string azure_results_of_prompt(const filter_findings& found, filter_verdict verdict)
{
    return results(found, verdict, true);
}

std::string azure_results_of_answer(const filter_findings& found, filter_verdict verdict)
{
    return results(found, verdict, false);
}

std::string_view azure_prompt_annotation()
{
    static const std::string annotation =
        "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":" +
        azure_results_of_prompt({}, filter_verdict::annotated) + "}]";
    return annotation;
}

}  // namespace parley::mock
