#include "openai/detail/repeated_chunk.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace parley::openai {
namespace {

// Whether it may stand between quotes as it is.
bool is_plain(std::string_view text)
{
    const auto may_stand = [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    };
    return std::ranges::all_of(text, may_stand) && utf8::is_valid(text);
}

}  // namespace

void repeated_chunk::remember(std::string_view json, std::string_view text)
{
    const auto begin = static_cast<std::size_t>(text.data() - json.data());
    before_.assign(json.substr(0, begin));
    behind_.assign(json.substr(begin + text.size()));
}

std::optional<std::string_view> repeated_chunk::text_of(std::string_view json) const
{
    const auto around = before_.size() + behind_.size();
    if (around == 0 || json.size() < around) return std::nullopt;
    if (!json.starts_with(before_) || !json.ends_with(behind_)) return std::nullopt;
    const auto text = json.substr(before_.size(), json.size() - around);
    if (!is_plain(text)) return std::nullopt;
    return text;
}

}  // namespace parley::openai
