#include "mock/redact.hpp"

#include "base/ascii.hpp"
#include "mock/secret_names.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::size_t secret_bytes_min = 16;  // shorter runs are words

bool starts_without_case(std::string_view text, std::string_view with)
{
    return ascii::equals_without_case(text.substr(0, with.size()), with);
}

// Between a name and its value: `": "`, `=`, `: `.
std::size_t separator_bytes(std::string_view text)
{
    std::size_t count = 0;
    while (count < text.size() && count < 8 &&
           std::string_view("\\\" :=\t").find(text[count]) != std::string_view::npos)
        ++count;
    return count;
}

std::size_t run_bytes(std::string_view text)
{
    const auto end = std::ranges::find_if_not(text, is_key_character);
    return static_cast<std::size_t>(end - text.begin());
}

// Up to the next word: no secret begins within one.
std::size_t word_bytes(std::string_view text)
{
    const auto end = std::ranges::find_if_not(text, ascii::is_letter_or_digit);
    return std::min(text.size(), static_cast<std::size_t>(end - text.begin()) + 1);
}

// What announces a secret, at the beginning of a text; 0: nothing.
std::size_t announcement_bytes(std::string_view text)
{
    const auto* const name = std::ranges::find_if(
        secret_announcements, [text](auto each) { return starts_without_case(text, each); });
    return name == secret_announcements.end() ? 0 : name->size();
}

bool begins_like_secret(std::string_view text)
{
    return text.starts_with(web_token_beginning) || text.starts_with(aws_beginning) ||
           std::ranges::any_of(key_beginnings, [&](auto begin) { return text.starts_with(begin); });
}

}  // namespace

std::string redacted(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    const auto take = [&](std::size_t bytes) {
        made += text.substr(0, bytes);
        text.remove_prefix(bytes);
    };
    while (!text.empty()) {
        const auto announced = announcement_bytes(text);
        const auto gap = announced > 0 ? separator_bytes(text.substr(announced)) : 0;
        if (gap > 0) take(announced + gap);
        // Only now, as a long run would be measured again at each of its bytes.
        const auto run = gap > 0 || begins_like_secret(text) ? run_bytes(text) : 0;
        if (run >= (gap > 0 ? secret_bytes_min / 2 : secret_bytes_min)) {
            made += "***";
            text.remove_prefix(run);
        } else if (gap == 0) {
            take(word_bytes(text));
        }
    }
    return made;
}

std::string redacted_form(std::string_view body)
{
    std::string made;
    while (!body.empty()) {
        const auto pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        const auto name = pair.substr(0, pair.find('='));
        if (!made.empty()) made += '&';
        const bool is_secret = std::ranges::any_of(
            secret_parameters, [&](auto secret) { return ascii::equals_without_case(secret, name); });
        made += is_secret ? std::string(name) + "=***" : std::string(pair);
    }
    return made;
}

bool is_credential(std::string_view header_name)
{
    return std::ranges::any_of(secret_headers,
                               [&](auto name) { return ascii::equals_without_case(name, header_name); });
}

}  // namespace parley::mock
