#include "identity/one_line.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "identity/detail/redacted.hpp"

namespace parley::identity {

std::string as_one_line(std::string_view text, std::size_t bytes_max)
{
    // Redacted before it is cut: half a token would no longer look like one.
    const std::string line = redacted(printable_line(text));
    return std::string(ascii::trimmed_right(utf8::prefix(line, bytes_max)));
}

}  // namespace parley::identity
