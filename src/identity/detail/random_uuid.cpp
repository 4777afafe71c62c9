#include "identity/detail/random_uuid.hpp"

#include "base/ascii.hpp"

#include <array>

namespace parley::identity {

std::string random_uuid(const host& machine)
{
    std::array<std::byte, 16> bytes{};
    machine.fill_random(bytes);
    bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};  // version 4
    bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};  // the variant of the RFC

    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        ascii::append_hex(text, std::to_integer<unsigned char>(bytes[i]));
    }
    return text;
}

}  // namespace parley::identity
