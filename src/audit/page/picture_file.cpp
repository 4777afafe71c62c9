#include "audit/page/picture_file.hpp"

#include "base/ascii.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace parley::audit {
namespace {

// RFC 4648 section 4; -1 for what is no digit of it.
int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (ascii::is_digit(c)) return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

result<std::string> decoded(std::string_view base64)
{
    while (base64.ends_with('=')) base64.remove_suffix(1);
    std::string bytes;
    bytes.reserve(base64.size() / 4 * 3 + 2);
    unsigned pending = 0;
    int bits = 0;
    for (const char c : base64) {
        const int digit = digit_of(c);
        if (digit < 0) return error{errc::malformed, "the browser sent a picture that cannot be read"};
        pending = (pending << 6U) | static_cast<unsigned>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>((pending >> static_cast<unsigned>(bits)) & 0xFFU);
    }
    return bytes;
}

}  // namespace

result<void> keep_picture(std::string_view base64, const std::filesystem::path& file)
{
    const auto bytes = decoded(base64);
    if (!bytes) return bytes.error();
    errno = 0;
    if ((std::ofstream(file, std::ios::binary) << *bytes << std::flush).good()) return {};
    const auto why = errno == 0 ? "" : ": " + std::generic_category().message(errno);
    return error{errc::storage, "cannot write " + file.string() + why};
}

}  // namespace parley::audit
