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

}  // namespace

std::string redacted(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    bool at_word = true;  // the byte before is no part of a word
    while (!text.empty()) {
        std::size_t kept = 0;
        if (at_word)
            for (const auto name : secret_announcements)
                if (kept == 0 && starts_without_case(text, name)) kept = name.size();
        const auto gap = kept > 0 ? separator_bytes(text.substr(kept)) : 0;
        if (gap > 0) {
            made += text.substr(0, kept + gap);
            text.remove_prefix(kept + gap);
            if (const auto run = run_bytes(text); run >= secret_bytes_min / 2) {
                made += "***";
                text.remove_prefix(run);
            }
            at_word = true;
            continue;
        }
        const bool begins_like_one =
            at_word &&
            (text.starts_with(web_token_beginning) || text.starts_with(aws_beginning) ||
             std::ranges::any_of(key_beginnings, [&](auto begin) { return text.starts_with(begin); }));
        // Only now, as a long run would be measured again at each of its bytes.
        const auto run = begins_like_one ? run_bytes(text) : 0;
        if (run >= secret_bytes_min) {
            made += "***";
            text.remove_prefix(run);
            continue;
        }
        at_word = !ascii::is_letter_or_digit(text.front());
        made += text.front();
        text.remove_prefix(1);
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
