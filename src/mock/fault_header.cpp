#include "mock/fault_header.hpp"

#include "base/ascii.hpp"
#include "mock/fault_names.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace parley::mock {
namespace {

std::optional<std::size_t> read_count(std::string_view text)
{
    std::size_t count = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, count);
    if (failed != std::errc{} || stopped != end) return std::nullopt;
    return count;
}

error not_understood(std::string_view what)
{
    std::string detail =
        "X-Mock-Fault: `" + std::string(what) + "` is not understood; it is a status or one of";
    for (const auto& [name, kind] : fault_kinds) detail.append(" ").append(name);
    return {errc::invalid_input, detail + ", with @before_head, @after_head or @N behind it."};
}

}  // namespace

result<std::variant<fault, error_reply>> read_fault(std::string_view text)
{
    constexpr std::size_t status_min = 400;
    constexpr std::size_t status_max = 599;
    const auto at = std::min(text.find('@'), text.size());
    const auto name = ascii::trimmed(text.substr(0, at));
    const auto place = at < text.size() ? ascii::trimmed(text.substr(at + 1)) : std::string_view();
    const auto count = read_count(place);

    if (const auto status = read_count(name)) {
        if (*status < status_min || *status > status_max || (!place.empty() && !count))
            return not_understood(text);
        error_reply error{.status = static_cast<unsigned>(*status)};
        if (count) error.retry_after = std::chrono::milliseconds(*count);
        return error;
    }
    const auto* const known =
        std::ranges::find_if(fault_kinds, [name](const auto& one) { return one.first == name; });
    if (known == fault_kinds.end()) return not_understood(text);
    fault made{.kind = known->second};
    if (place == "before_head")
        made.at = fault::place::before_head;
    else if (place == "after_head")
        made.at = fault::place::after_head;
    else if (count)
        made.events = *count;
    else if (!place.empty())
        return not_understood(text);
    return made;
}

}  // namespace parley::mock
