#include "mock/wire/piece_cutter.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "mock/tokens.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

// White space and the word behind it; what follows the last word belongs to it.
std::size_t word_bytes(std::string_view text)
{
    std::size_t bytes = 0;
    while (bytes < text.size() && ascii::is_white_space(text[bytes])) ++bytes;
    while (bytes < text.size() && !ascii::is_white_space(text[bytes])) ++bytes;
    return ascii::trimmed_left(text.substr(bytes)).empty() ? text.size() : bytes;
}

}  // namespace

std::size_t piece_cutter::natural_bytes() const
{
    if (how_->by == chunking::unit::whole || how_->by == chunking::unit::given) return rest_.size();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < std::max<std::size_t>(how_->size, 1) && bytes < rest_.size(); ++i) {
        const auto behind = rest_.substr(bytes);
        switch (how_->by) {
            case chunking::unit::words:
                bytes += word_bytes(behind);
                break;
            case chunking::unit::characters:
                bytes += utf8::decode(behind).bytes;
                break;
            default:
                bytes += token_bytes(behind);
        }
    }
    return bytes;
}

std::string_view piece_cutter::next(std::size_t end)
{
    if (rest_.empty() && has_given()) rest_ = how_->pieces[given_++];
    if (rest_.empty()) return {};
    const auto piece = rest_.substr(0, std::min(natural_bytes(), end - std::min(end, position_)));
    rest_.remove_prefix(piece.size());
    position_ += piece.size();
    return piece;
}

std::string whole_text(std::string_view text, const chunking& how)
{
    std::string whole(text);
    if (whole.empty() && how.by == chunking::unit::given)
        for (const auto& piece : how.pieces) whole += piece;
    return whole;
}

}  // namespace parley::mock
