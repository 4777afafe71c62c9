#include "mock/wire/faulty_bytes.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

constexpr std::string_view end_of_event = "\n\n";

bool is_beyond_ascii(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string cut_in_character(std::string_view text)
{
    const auto* const beyond = std::ranges::find_if(text, is_beyond_ascii);
    if (beyond != text.end())
        return std::string(text.substr(0, static_cast<std::size_t>(beyond - text.begin()) + 1));
    return std::string(text.substr(0, text.size() / 2)) + '\xC3';
}

std::string without_json_end(std::string_view text)
{
    const bool is_event = text.ends_with(end_of_event);
    std::string cut(text.substr(0, text.size() / 2));
    if (is_event) cut += end_of_event;
    return cut;
}

std::string with_invalid_utf8(std::string_view text)
{
    static constexpr std::array<std::string_view, 4> shown = {"\"content\":\"", "\"delta\":\"", "\"text\":\"",
                                                              ":\""};
    std::string spoilt(text);
    for (const auto opening : shown) {
        const auto at = text.find(opening);
        if (at == std::string_view::npos) continue;
        spoilt.insert(at + opening.size(), "\xFF\xFE");
        return spoilt;
    }
    return spoilt += "\xFF\xFE";
}

std::size_t end_of_object(std::string_view text)
{
    return std::min(text.rfind('}'), text.size());
}

std::string_view page_of_html()
{
    return "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
           "<body><h1>Sign in to continue</h1></body></html>\n";
}

}  // namespace parley::mock
