#include "mock/text_match.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <utf8proc.h>

#include <memory>

namespace parley::mock {
namespace {

constexpr std::size_t shown_bytes_max = 200;

std::string_view name_of(text_condition::kind how)
{
    switch (how) {
        case text_condition::kind::exact:
            return "exactly";
        case text_condition::kind::prefix:
            return "begins with";
        case text_condition::kind::suffix:
            return "ends with";
        case text_condition::kind::contains:
            return "contains";
        case text_condition::kind::regex:
            return "matches";
    }
    return "";
}

}  // namespace

bool fits(const text_condition& wanted, std::string_view text)
{
    switch (wanted.how) {
        case text_condition::kind::exact:
            return text == wanted.text;
        case text_condition::kind::prefix:
            return text.starts_with(wanted.text);
        case text_condition::kind::suffix:
            return text.ends_with(wanted.text);
        case text_condition::kind::contains:
            return text.find(wanted.text) != std::string_view::npos;
        case text_condition::kind::regex:
            return wanted.compiled && wanted.compiled->is_in(text);
    }
    return false;
}

bool fits_normalised(const text_condition& wanted, std::string_view text)
{
    auto folded = wanted;
    if (folded.how != text_condition::kind::regex) folded.text = normalised(folded.text);
    return fits(folded, normalised(text));
}

std::string described(const text_condition& wanted)
{
    return std::string(name_of(wanted.how)) + " \"" + shown(wanted.text) + "\"";
}

std::string shown(std::string_view text)
{
    const auto shortened = utf8::prefix(text, shown_bytes_max);
    return std::string(shortened) + (shortened.size() < text.size() ? "…" : "");
}

std::size_t exactness_of(text_condition::kind how)
{
    switch (how) {
        case text_condition::kind::exact:
            return 3;
        case text_condition::kind::prefix:
        case text_condition::kind::suffix:
            return 2;
        case text_condition::kind::contains:
            return 1;
        case text_condition::kind::regex:
            return 0;
    }
    return 0;
}

std::string normalised(std::string_view text)
{
    const auto clean = utf8::sanitised(text);
    utf8proc_uint8_t* mapped = nullptr;
    const auto length = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(clean.data()), static_cast<utf8proc_ssize_t>(clean.size()),
        &mapped, static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE));
    if (length < 0) return clean;
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, std::free);
    const std::string_view folded(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
    std::string made;
    for (const char c : ascii::trimmed(folded)) {
        if (!ascii::is_white_space(c))
            made += c;
        else if (made.back() != ' ')
            made += ' ';
    }
    return made;
}

}  // namespace parley::mock
