#include "mock/recorder/key_finder.hpp"

#include "base/ascii.hpp"
#include "mock/recorder/json_strings.hpp"
#include "mock/redact.hpp"
#include "mock/secret_names.hpp"

#include <algorithm>
#include <cstring>

namespace parley::mock {
namespace {

constexpr std::size_t known_bytes_min = 8;       // a shorter credential would be found in any text
constexpr std::size_t json_levels_max = 4;       // JSON in a string of JSON, and so on
constexpr std::size_t key_bytes_min = 20;        // with its beginning
constexpr std::size_t announced_bytes_min = 16;  // behind a name

// Of a text that has as many.
std::uint64_t first_bytes(std::string_view text)
{
    std::uint64_t made = 0;
    static_assert(sizeof made == known_bytes_min);
    std::memcpy(&made, text.data(), sizeof made);
    return made;
}

std::string_view run_at(std::string_view text)
{
    std::size_t end = 0;
    while (end < text.size() && is_key_character(text[end])) ++end;
    return text.substr(0, end);
}

bool has_digit(std::string_view text)
{
    return std::ranges::any_of(text, ascii::is_digit);
}

// Letters and digits mixed: neither a word nor a number.
bool is_mixed(std::string_view text)
{
    return has_digit(text) && std::ranges::any_of(text, ascii::is_letter);
}

// Of one that has a shape of its own; 0: none begins here.
std::size_t shaped_key_bytes(std::string_view text)
{
    const auto run = run_at(text);
    const bool has_beginning =
        std::ranges::any_of(key_beginnings, [&](auto each) { return run.starts_with(each); });
    if (has_beginning && run.size() >= key_bytes_min && has_digit(run)) return run.size();
    // A token has dots, which base64 of anything else has not.
    const bool is_token = run.starts_with(web_token_beginning) && run.size() >= key_bytes_min &&
                          run.find('.') != std::string_view::npos;
    if (is_token) return run.size();
    constexpr std::size_t aws_bytes = 20;
    const bool is_aws =
        run.size() == aws_bytes && run.starts_with(aws_beginning) &&
        std::ranges::all_of(run, [](char c) { return ascii::is_digit(c) || (c >= 'A' && c <= 'Z'); });
    return is_aws ? run.size() : 0;
}

// Behind `api_key": "` and the like, which end at `at`.
bool is_announced(std::string_view text, std::size_t at)
{
    auto before = text.substr(0, at);
    const auto end = before.find_last_not_of("\\\"' :=\t");
    if (end == std::string_view::npos || end + 1 == before.size()) return false;
    before = before.substr(0, end + 1);
    return std::ranges::any_of(secret_announcements, [before](auto name) {
        return before.size() >= name.size() &&
               ascii::equals_without_case(before.substr(before.size() - name.size()), name);
    });
}

}  // namespace

key_finder::key_finder(const http::request& asked)
{
    for (const auto& [name, value] : asked.headers) {
        if (!is_credential(name)) continue;
        // `Bearer KEY` and `a=1; b=2`: each part by itself.
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto part = rest.substr(0, rest.find_first_of(" ;"));
            rest.remove_prefix(std::min(rest.size(), part.size() + 1));
            const auto equals = part.find('=');
            const bool is_pair = ascii::lower_case(name).ends_with("cookie") && equals != part.npos;
            add_known(is_pair ? part.substr(equals + 1) : part);
        }
    }
    std::string_view query = asked.query;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        const auto equals = part.find('=');
        const bool is_secret = equals != part.npos && std::ranges::any_of(secret_parameters, [&](auto name) {
                                   return ascii::equals_without_case(name, part.substr(0, equals));
                               });
        if (is_secret) add_known(part.substr(equals + 1));
    }
}

void key_finder::add_known(std::string_view value)
{
    if (value.size() < known_bytes_min) return;
    auto& alike = known_[first_bytes(value)];
    const auto is_there = [&](const auto& each) { return each.reveal() == value; };
    if (std::ranges::any_of(alike, is_there)) return;
    const auto shorter =
        std::ranges::find_if(alike, [&](const auto& each) { return each.reveal().size() < value.size(); });
    alike.emplace(shorter, std::string(value));
}

void key_finder::add_masked(const std::vector<std::string>& texts)
{
    for (const auto& text : texts) {
        if (text.empty()) continue;
        masked_.emplace_back(text);
        add_known(text);
    }
}

bool key_finder::has_masked(std::string_view text) const
{
    return std::ranges::any_of(masked_,
                               [text](const auto& each) { return text.find(each.reveal()) != text.npos; });
}

std::size_t key_finder::known_bytes_at(std::string_view text) const
{
    if (text.size() < known_bytes_min || known_.empty()) return 0;
    const auto alike = known_.find(first_bytes(text));
    if (alike == known_.end()) return 0;
    for (const auto& each : alike->second)
        if (text.starts_with(each.reveal())) return each.reveal().size();
    return 0;
}

std::size_t key_finder::key_bytes_at(std::string_view text, std::size_t at) const
{
    if (const auto known = known_bytes_at(text.substr(at)); known > 0) return known;
    // The letter of `\n` in JSON is no part of what follows it.
    const bool is_escape = at > 1 && text[at - 2] == '\\';
    if (at > 0 && is_key_character(text[at - 1]) && !is_escape) return 0;
    const auto rest = text.substr(at);
    if (const auto shaped = shaped_key_bytes(rest); shaped > 0) return shaped;
    const auto run = run_at(rest);
    const bool is_long = run.size() >= announced_bytes_min && is_mixed(run);
    return is_long && is_announced(text, at) ? run.size() : 0;
}

bool key_finder::has_key(std::string_view text) const
{
    for (std::size_t at = 0; at < text.size(); ++at)
        if (key_bytes_at(text, at) > 0) return true;
    return has_known_behind_escapes(text);
}

bool key_finder::has_known_behind_escapes(std::string_view text) const
{
    if (known_.empty()) return false;
    std::string said(text);
    for (std::size_t level = 0; level < json_levels_max && said.find('\\') != said.npos; ++level) {
        said = without_escapes(said);
        const std::string_view rest = said;
        for (std::size_t at = 0; at < rest.size(); ++at)
            if (known_bytes_at(rest.substr(at)) > 0) return true;
    }
    return false;
}

std::string key_finder::without_keys(std::string_view text) const
{
    return without_keys(text, json_levels_max);
}

// First in strings with escapes, where a whole text may be what is only begun with without them.
std::string key_finder::without_keys(std::string_view text, std::size_t levels) const
{
    std::string in_strings(text);
    if (levels > 0 && text.find('\\') != text.npos)
        in_strings = with_changed_strings(
            text, [this, levels](const std::string& said) { return without_keys(said, levels - 1); });
    const std::string_view all = in_strings;
    std::string made;
    made.reserve(all.size());
    for (std::size_t at = 0; at < all.size();) {
        const auto bytes = key_bytes_at(all, at);
        made += bytes > 0 ? std::string_view("***") : all.substr(at, 1);
        at += std::max<std::size_t>(bytes, 1);
    }
    return made;
}

}  // namespace parley::mock
