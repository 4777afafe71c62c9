// However the bytes are cut, the lines are the same, none is too long, empty or holds a newline.
#include "ndjson/line_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

constexpr std::size_t line_bytes_max = 64;

std::vector<std::string> read_all(std::string_view text, std::size_t piece_bytes)
{
    parley::ndjson::line_reader reader(line_bytes_max);
    std::vector<std::string> lines;
    const auto take = [&lines](const auto& line) {
        if (!line) lines.emplace_back("\n");
        if (!line || !line->has_value()) return false;
        if ((*line)->empty() || (*line)->size() > line_bytes_max) std::abort();
        if ((*line)->find('\n') != std::string_view::npos) std::abort();
        lines.emplace_back(**line);
        return true;
    };
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
        reader.feed(text.substr(at, piece_bytes));
        while (take(reader.next())) {
        }
        if (!lines.empty() && lines.back() == "\n") return lines;
    }
    while (take(reader.finish())) {
    }
    return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes)
{
    if (bytes < 1) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, bytes - 1);
    const auto whole = read_all(text, text.size() + 1);
    if (read_all(text, 1) != whole) std::abort();
    if (read_all(text, data[0] % 32 + 2U) != whole) std::abort();
    return 0;
}
