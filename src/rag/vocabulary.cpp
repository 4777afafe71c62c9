#include "rag/vocabulary.hpp"

#include "base/base64.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace parley::rag {
namespace {

constexpr std::uint32_t no_token = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t part_bytes_max = 256;

error bad(std::string what)
{
    return {errc::invalid_input, std::move(what)};
}

std::string_view next_line(std::string_view& rest)
{
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// A token while neighbours are joined: where it ends, and the rank that it would have with the next.
struct joined {
    std::size_t end;
    std::uint32_t rank_with_next;
};

}  // namespace

result<std::shared_ptr<const vocabulary>> vocabulary::parse(std::string_view file, cutting how)
{
    std::shared_ptr<vocabulary> made(new vocabulary(how));
    for (std::size_t number = 1; !file.empty(); ++number) {
        const auto line = next_line(file);
        if (line.empty()) continue;
        if (auto added = made->add(line); !added)
            return bad("line " + std::to_string(number) + " " + added.error().detail);
    }
    for (int byte = 0; byte < 256; ++byte)
        if (const char c = static_cast<char>(byte); made->rank_of({&c, 1}) == no_token)
            return bad("no token for byte " + std::to_string(byte) + ": it is not a whole vocabulary");
    return std::shared_ptr<const vocabulary>(std::move(made));
}

result<void> vocabulary::add(std::string_view line)
{
    const auto space = line.find(' ');
    const auto token = decoded_base64(line.substr(0, space));
    const auto digits = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    std::uint32_t rank = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), rank);
    const bool is_number = !digits.empty() && failed == std::errc() && end == digits.data() + digits.size();
    if (!token || token->empty() || !is_number || rank == no_token)
        return bad("is not a token in Base64, a space and a rank");
    if (!ranks_.emplace(*token, rank).second) return bad("has a token that is there already");
    return {};
}

std::uint32_t vocabulary::rank_of(std::string_view token) const
{
    const auto found = ranks_.find(token);
    return found == ranks_.end() ? no_token : found->second;
}

std::size_t vocabulary::count(std::string_view text) const
{
    std::size_t tokens = 0;
    for (const auto word : word_pieces(text, how_)) tokens += count_word(word);
    return tokens;
}

std::string_view vocabulary::prefix(std::string_view text, std::size_t tokens_max) const
{
    std::size_t tokens = 0;
    std::size_t bytes = 0;
    for (const auto word : word_pieces(text, how_)) {
        tokens += count_word(word);
        if (tokens > tokens_max) break;
        bytes += word.size();
    }
    if (bytes > 0) return text.substr(0, bytes);
    return utf8::prefix(text, tokens_max);  // no token is shorter than a byte
}

std::size_t vocabulary::count_word(std::string_view word) const
{
    std::size_t tokens = 0;
    for (; !word.empty(); word.remove_prefix(std::min(word.size(), part_bytes_max)))
        tokens += count_part(word.substr(0, part_bytes_max));
    return tokens;
}

// From single bytes on, the two neighbours that are the token of lowest rank become one, until none are.
std::size_t vocabulary::count_part(std::string_view part) const
{
    if (rank_of(part) != no_token) return 1;
    std::vector<joined> tokens;
    for (std::size_t i = 1; i <= part.size(); ++i) tokens.push_back({i, no_token});
    const auto rank_with_next = [&](std::size_t i) {
        const auto begin = i == 0 ? 0 : tokens[i - 1].end;
        return i + 1 < tokens.size() ? rank_of(part.substr(begin, tokens[i + 1].end - begin)) : no_token;
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i].rank_with_next = rank_with_next(i);

    for (;;) {
        const auto lowest = std::ranges::min_element(tokens, {}, &joined::rank_with_next);
        if (lowest->rank_with_next == no_token) return tokens.size();
        const auto place = static_cast<std::size_t>(lowest - tokens.begin());
        tokens.erase(lowest);
        tokens[place].rank_with_next = rank_with_next(place);
        if (place > 0) tokens[place - 1].rank_with_next = rank_with_next(place - 1);
    }
}

}  // namespace parley::rag
