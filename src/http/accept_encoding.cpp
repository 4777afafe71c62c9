#include "http/accept_encoding.hpp"

#include "base/ascii.hpp"
#include "base/take_until.hpp"

#include <algorithm>

namespace parley::http {
namespace {

constexpr int quality_max = 1000;

std::string_view take_item(std::string_view& rest, char separator)
{
    return ascii::trimmed(ascii::take_until(rest, separator));
}

// A qvalue (§12.4.2) in thousandths: `0`, `1`, or one of them with up to three decimals. Nothing for any
// other text.
std::optional<int> read_quality(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int quality = text[0] == '1' ? quality_max : 0;
    int place = quality_max;
    for (const char digit : text.substr(std::min<std::size_t>(text.size(), 2))) {
        if (!ascii::is_digit(digit)) return std::nullopt;
        quality += (digit - '0') * (place /= 10);
    }
    return quality <= quality_max ? std::optional(quality) : std::nullopt;
}

// Of `gzip;q=0.5`. What cannot be read is not wanted.
int quality_of(std::string_view parameters)
{
    int quality = quality_max;
    while (!parameters.empty()) {
        auto value = take_item(parameters, ';');
        const auto name = take_item(value, '=');
        if (ascii::equals_without_case(name, "q")) quality = read_quality(ascii::trimmed(value)).value_or(0);
    }
    return quality;
}

bool names(std::string_view item, content_coding coding)
{
    return ascii::equals_without_case(item, name_of(coding)) ||
           (coding == content_coding::gzip && ascii::equals_without_case(item, "x-gzip"));
}

// 0: not acceptable. Identity is, unless it is refused, but it is what is wanted least.
int quality_in(std::string_view header, content_coding coding)
{
    std::optional<int> for_all_others;
    while (!header.empty()) {
        auto item = take_item(header, ',');
        const auto name = take_item(item, ';');
        if (names(name, coding)) return quality_of(item);
        if (name == "*") for_all_others = quality_of(item);
    }
    return for_all_others.value_or(coding == content_coding::identity ? 1 : 0);
}

}  // namespace

std::string_view name_of(content_coding coding)
{
    switch (coding) {
        case content_coding::identity:
            return "identity";
        case content_coding::gzip:
            return "gzip";
        case content_coding::brotli:
            return "br";
    }
    return "";
}

content_coding choose_coding(std::optional<std::string_view> accept_encoding,
                             std::span<const content_coding> offered)
{
    auto best = content_coding::identity;
    if (!accept_encoding) return best;
    int best_quality = 0;
    for (const auto coding : offered) {
        const int quality = quality_in(*accept_encoding, coding);
        if (quality > best_quality) {
            best = coding;
            best_quality = quality;
        }
    }
    return best;
}

}  // namespace parley::http
