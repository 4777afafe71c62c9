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

enum class told_of { prompt, answer };
enum class finding { none, found };

// Only what was found can be the reason why an answer was withheld.
std::string_view filtered(finding what, filter_verdict verdict)
{
    return what == finding::found && verdict == filter_verdict::withheld ? "true" : "false";
}

void append_graded(std::string& out, std::string_view category, const std::string* severity,
                   filter_verdict verdict)
{
    const auto what = severity == nullptr ? finding::none : finding::found;
    append(out, {"\"", category, "\":{\"filtered\":", filtered(what, verdict), ",\"severity\":"});
    append_json_string(out, severity && !severity->empty() ? std::string_view(*severity) : "safe");
    out += "},";
}

void append_detected(std::string& out, std::string_view category, finding what, filter_verdict verdict)
{
    append(out, {"\"", category, "\":{\"filtered\":", filtered(what, verdict),
                 ",\"detected\":", what == finding::found ? "true" : "false", "},"});
}

// Categories such as jailbreak or protected_material_text are detected or not, and have no grade.
// Of a prompt the service always tells about attempts to break out, found or not.
std::string results(const filter_findings& found, filter_verdict verdict, told_of what)
{
    std::string out = "{";
    for (const auto category : graded) append_graded(out, category, severity_of(found, category), verdict);
    if (what == told_of::prompt && !severity_of(found, "jailbreak"))
        append_detected(out, "jailbreak", finding::none, verdict);
    for (const auto& [category, severity] : found)
        if (!is_one_of(graded, category)) append_detected(out, category, finding::found, verdict);
    out.back() = '}';
    return out;
}

}  // namespace

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
