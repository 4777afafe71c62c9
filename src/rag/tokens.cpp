#include "rag/tokens.hpp"

#include "base/utf8.hpp"

namespace parley::rag {
namespace {

constexpr std::size_t bytes_per_token = 3;

}  // namespace

std::size_t estimated_tokens(std::string_view text)
{
    return (text.size() + bytes_per_token - 1) / bytes_per_token;
}

std::string_view token_prefix(std::string_view text, std::size_t tokens_max)
{
    return utf8::prefix(text, tokens_max * bytes_per_token);
}

std::size_t token_counter::count(std::string_view text) const
{
    return exact_ ? exact_->count(text) : estimated_tokens(text);
}

std::string_view token_counter::prefix(std::string_view text, std::size_t tokens_max) const
{
    return exact_ ? exact_->prefix(text, tokens_max) : token_prefix(text, tokens_max);
}

}  // namespace parley::rag
