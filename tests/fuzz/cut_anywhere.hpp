// What every reader of a stream must do: give the same items however the bytes are cut, all within limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

inline void require(bool holds)
{
    if (!holds) std::abort();
}

// The items that a new `Reader` gives of `text`, as `show(item)` writes them, which also checks each of them;
// an error ends the list as an item of its own.
template <class Reader, class Show>
std::vector<std::string> read_in_pieces(std::string_view text, std::size_t piece_bytes, std::size_t bytes_max,
                                        Show show)
{
    Reader reader(bytes_max);
    std::vector<std::string> items;
    bool failed = false;
    const auto take = [&](const auto& next) {
        failed = next.has_error();
        if (failed) items.emplace_back("error");
        if (failed || !next->has_value()) return false;
        items.push_back(show(**next));
        return true;
    };
    for (std::size_t at = 0; at < text.size() && !failed; at += piece_bytes) {
        reader.feed(text.substr(at, piece_bytes));
        while (take(reader.next())) continue;
    }
    while (!failed && take(reader.finish())) continue;
    return items;
}

// The first byte of the input says how long the pieces are that are neither one byte nor everything.
template <class Reader, class Show>
void require_same_however_cut(const std::uint8_t* data, std::size_t bytes, std::size_t bytes_max, Show show)
{
    if (bytes < 1) return;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, bytes - 1);
    const auto whole = read_in_pieces<Reader>(text, text.size() + 1, bytes_max, show);
    require(read_in_pieces<Reader>(text, 1, bytes_max, show) == whole);
    require(read_in_pieces<Reader>(text, data[0] % 32 + 2U, bytes_max, show) == whole);
}

}  // namespace parley
