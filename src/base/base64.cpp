#include "base/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace parley {

std::string base64(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL also writes a final NUL
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string base64url(std::string_view bytes)
{
    auto text = base64(bytes);
    text.resize(std::min(text.find('='), text.size()));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::optional<std::string> decoded_base64(std::string_view text)
{
    // OpenSSL takes white space around, and counts padding as bytes: neither is wanted.
    if (text.size() % 4 != 0 || text.find_first_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
    const auto padding = static_cast<std::size_t>(std::ranges::count(text, '='));
    std::string made(3 * (text.size() / 4), '\0');
    const int length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(made.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    const bool is_padded_inside = text.substr(0, text.size() - padding).find('=') != std::string_view::npos;
    if (length < 0 || padding > 2 || is_padded_inside) return std::nullopt;
    made.resize(static_cast<std::size_t>(length) - padding);
    return made;
}

std::optional<std::string> decoded_base64url(std::string_view text)
{
    std::string padded(text.substr(0, text.find('=')));
    if (padded.empty() || padded.find_first_of("+/ \t\r\n") != std::string::npos) return std::nullopt;
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    const std::size_t missing = (4 - padded.size() % 4) % 4;
    padded.append(missing, '=');
    std::string bytes(padded.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(padded.data()),
                                     static_cast<int>(padded.size()));
    if (size < 0 || missing == 3) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - missing);  // OpenSSL counts the padding
    return bytes;
}

}  // namespace parley
