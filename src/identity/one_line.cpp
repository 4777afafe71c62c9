#include "identity/one_line.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "identity/detail/redacted.hpp"

namespace parley::identity {
namespace {

constexpr std::size_t line_bytes_max = 512;

}  // namespace

std::string as_one_line(std::string_view text)
{
    // Redacted before it is cut: half a token would no longer look like one.
    std::string line = redacted(utf8::sanitised(ascii::trimmed(text)));
    for (auto& c : line)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    return std::string(ascii::trimmed(utf8::prefix(line, line_bytes_max)));
}

}  // namespace parley::identity
