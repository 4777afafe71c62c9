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

bool is_severe(std::string_view severity)
{
    return severity == "medium" || severity == "high";
}

enum class told_of { prompt, answer };

// Which findings are why an answer was withheld.
enum class reasons { none, severe, all };

reasons reasons_of(const filter_findings& found, filter_verdict verdict)
{
    if (verdict == filter_verdict::annotated) return reasons::none;
    return withholds(found) ? reasons::severe : reasons::all;
}

// Here and below `severity` is nullptr when nothing was found.
std::string_view filtered(const std::string* severity, reasons why)
{
    const bool is_reason =
        severity != nullptr && (why == reasons::all || (why == reasons::severe && is_severe(*severity)));
    return is_reason ? "true" : "false";
}

void append_graded(std::string& out, std::string_view category, const std::string* severity, reasons why)
{
    append(out, {"\"", category, "\":{\"filtered\":", filtered(severity, why), ",\"severity\":"});
    append_json_string(out, severity && !severity->empty() ? std::string_view(*severity) : "safe");
    out += "},";
}

void append_detected(std::string& out, std::string_view category, const std::string* severity, reasons why)
{
    append(out, {"\"", category, "\":{\"filtered\":", filtered(severity, why),
                 ",\"detected\":", severity != nullptr ? "true" : "false", "},"});
}

// Categories such as jailbreak or protected_material_text are detected or not, and have no grade.
// Of a prompt the service always tells about attempts to break out, found or not.
std::string results(const filter_findings& found, filter_verdict verdict, told_of what)
{
    const auto why = reasons_of(found, verdict);
    std::string out = "{";
    for (const auto category : graded) append_graded(out, category, severity_of(found, category), why);
    if (what == told_of::prompt && !severity_of(found, "jailbreak"))
        append_detected(out, "jailbreak", nullptr, why);
    for (const auto& [category, severity] : found)
        if (!is_one_of(graded, category)) append_detected(out, category, &severity, why);
    out.back() = '}';
    return out;
}

}  // namespace

bool withholds(const filter_findings& found)
{
    return std::ranges::any_of(found, [](const auto& one) { return is_severe(one.second); });
}

std::string azure_results_of_prompt(const filter_findings& found, filter_verdict verdict)
{
    return results(found, verdict, told_of::prompt);
}

std::string azure_results_of_answer(const filter_findings& found, filter_verdict verdict)
{
    return results(found, verdict, told_of::answer);
}

std::string_view azure_prompt_annotation()
{
    static const std::string annotation =
        "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":" +
        azure_results_of_prompt({}, filter_verdict::annotated) + "}]";
    return annotation;
}

}  // namespace parley::mock
