#include "openai/request_id.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace parley::openai {
namespace {

constexpr std::size_t quoted_bytes_max = 64;

}  // namespace

std::string harmless(std::string_view text)
{
    const bool fine = text.size() <= quoted_bytes_max && std::ranges::all_of(text, [](char c) {
                          return ascii::is_letter_or_digit(c) || c == '_' || c == '-' || c == '.';
                      });
    return fine ? std::string(text) : std::string();
}

std::string request_id_of(const http::fields& headers)
{
    for (const auto* name : {"x-request-id", "apim-request-id"})
        if (const auto id = headers.find(name); id && !harmless(*id).empty()) return harmless(*id);
    return {};
}

}  // namespace parley::openai
