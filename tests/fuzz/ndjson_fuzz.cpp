// However the bytes are cut, the lines are the same, none is too long, empty or holds a newline.
#include "cut_anywhere.hpp"
#include "ndjson/line_reader.hpp"

namespace {

constexpr std::size_t line_bytes_max = 64;

std::string checked(std::string_view line)
{
    parley::require(!line.empty() && line.size() <= line_bytes_max);
    parley::require(line.find('\n') == std::string_view::npos);
    return "line " + std::string(line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes)
{
    parley::require_same_however_cut<parley::ndjson::line_reader>(data, bytes, line_bytes_max, checked);
    return 0;
}
