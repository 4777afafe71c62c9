#include "http/detail/file_plan.hpp"

#include "base/ascii.hpp"
#include "http/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::http {
namespace {

constexpr std::array<std::string_view, 6> condition_names = {
    "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"};

std::string_view without_weakness(std::string_view tag)
{
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

enum class comparison { strong, weak };

bool tags_match(std::string_view one, std::string_view other, comparison how)
{
    if (how == comparison::weak) return without_weakness(one) == without_weakness(other);
    return one == other && !one.starts_with("W/");
}

// `list` is the value of If-Match or If-None-Match: `*`, or tags with commas. Our tags hold no commas.
bool lists_tag(std::string_view list, std::string_view tag, comparison how)
{
    if (ascii::trimmed(list) == "*") return true;
    while (!list.empty() && !tag.empty()) {
        const auto item = list.substr(0, list.find(','));
        if (tags_match(ascii::trimmed(item), tag, how)) return true;
        list.remove_prefix(std::min(item.size() + 1, list.size()));
    }
    return false;
}

// RFC 9110 §13.2.2, in its order. 0: nothing speaks against sending.
unsigned status_of_conditions(const fields& conditions, const file_facts& facts)
{
    if (const auto list = conditions.find("If-Match")) {
        if (!lists_tag(*list, facts.etag, comparison::strong)) return 412;
    } else if (const auto text = conditions.find("If-Unmodified-Since"); text && facts.modified) {
        if (const auto date = parse_date(*text); date && *facts.modified > *date) return 412;
    }
    if (const auto list = conditions.find("If-None-Match")) {
        if (lists_tag(*list, facts.etag, comparison::weak)) return 304;
    } else if (const auto text = conditions.find("If-Modified-Since"); text && facts.modified) {
        if (const auto date = parse_date(*text); date && *facts.modified <= *date) return 304;
    }
    return 0;
}

bool range_applies(const fields& conditions, const file_facts& facts)
{
    const auto condition = conditions.find("If-Range");
    if (!condition) return true;
    if (condition->starts_with('"')) return tags_match(*condition, facts.etag, comparison::strong);
    const auto date = parse_date(*condition);
    return date && facts.modified && *facts.modified == *date;
}

// Digits only; a number beyond 64 bits reads as the largest, which no file reaches.
std::optional<std::uint64_t> position(std::string_view text)
{
    if (text.empty()) return std::nullopt;
    for (const char c : text)
        if (!ascii::is_digit(c)) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() ? value : UINT64_MAX;
}

file_plan unsatisfiable(std::uint64_t bytes)
{
    return {.status = 416, .content_range = "bytes */" + std::to_string(bytes)};
}

file_plan part(std::uint64_t first, std::uint64_t last, std::uint64_t bytes)
{
    return {.status = 206,
            .offset = first,
            .bytes = last - first + 1,
            .content_range =
                "bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(bytes)};
}

// Nothing when the header is not one well-formed byte range: it is ignored then, as §14.2 asks.
std::optional<file_plan> plan_range(std::string_view range, std::uint64_t bytes)
{
    const auto equals = range.find('=');
    if (equals == std::string_view::npos || !ascii::equals_without_case(range.substr(0, equals), "bytes"))
        return std::nullopt;
    const auto span = ascii::trimmed(range.substr(equals + 1));
    const auto dash = span.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = position(span.substr(0, dash));
    const auto last = position(span.substr(dash + 1));

    if (dash == 0) {
        if (!last) return std::nullopt;
        if (*last == 0 || bytes == 0) return unsatisfiable(bytes);
        return part(bytes - std::min(*last, bytes), bytes - 1, bytes);
    }
    const bool is_open = dash + 1 == span.size();
    if (!first || (!last && !is_open) || (last && *last < *first)) return std::nullopt;
    if (*first >= bytes) return unsatisfiable(bytes);
    return part(*first, is_open ? bytes - 1 : std::min(*last, bytes - 1), bytes);
}

}  // namespace

fields conditions_of(const request& asked)
{
    fields found;
    for (const auto name : condition_names)
        if (const auto value = asked.headers.find(name)) found.add(name, std::string(*value));
    return found;
}

file_plan plan_file(std::string_view method, const fields& conditions, const file_facts& facts)
{
    if (const auto status = status_of_conditions(conditions, facts)) return {.status = status};
    const auto range = conditions.find("Range");
    if (range && method == "GET" && range_applies(conditions, facts))
        if (auto plan = plan_range(*range, facts.bytes)) return *plan;
    return {.status = 200, .bytes = facts.bytes};
}

}  // namespace parley::http
