#include "ingest/text/encoding.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <iconv.h>

namespace parley::ingest {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t sample_bytes = 8192;  // enough to tell UTF-16 and binary data from text

struct mark {
    std::string_view bytes;
    const char* encoding;
};

// UTF-32 before UTF-16: its little-endian mark begins with the other's.
constexpr mark marks[] = {
    {"\xEF\xBB\xBF"sv, "UTF-8"}, {"\xFF\xFE\0\0"sv, "UTF-32LE"}, {"\0\0\xFE\xFF"sv, "UTF-32BE"},
    {"\xFF\xFE"sv, "UTF-16LE"},  {"\xFE\xFF"sv, "UTF-16BE"},
};

class converter {
public:
    explicit converter(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {}
    converter(const converter&) = delete;
    converter& operator=(const converter&) = delete;
    ~converter()
    {
        if (is_open()) ::iconv_close(handle_);
    }

    bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

    // What cannot be converted becomes U+FFFD; `lost` counts the bytes.
    std::string convert(std::string_view bytes, std::size_t& lost)
    {
        std::string text;
        auto* from = const_cast<char*>(bytes.data());
        std::size_t left = bytes.size();
        while (left > 0) {
            char buffer[16384];
            char* to = buffer;
            std::size_t room = sizeof buffer;
            const auto outcome = ::iconv(handle_, &from, &left, &to, &room);
            text.append(buffer, static_cast<std::size_t>(to - buffer));
            if (outcome != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
            utf8::append(text, utf8::replacement);
            ++lost;
            ++from;
            --left;
        }
        return text;
    }

private:
    iconv_t handle_;
};

// English or not, UTF-16 text has spaces and line ends: zero bytes that are all even or all odd.
const char* guess_utf16(std::string_view sample)
{
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i + 1 < sample.size(); ++i)
        if (sample[i] == '\0') ++zeros[i % 2];
    const std::size_t enough = sample.size() / 40 + 2;
    if (zeros[1] >= enough && zeros[0] == 0) return "UTF-16LE";
    if (zeros[0] >= enough && zeros[1] == 0) return "UTF-16BE";
    return nullptr;
}

bool looks_binary(std::string_view sample)
{
    const auto is_odd = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && "\t\n\v\f\r\x1B"sv.find(c) == std::string_view::npos;
    };
    const auto odd = static_cast<std::size_t>(std::ranges::count_if(sample, is_odd));
    return sample.find('\0') != std::string_view::npos || odd * 50 > sample.size();
}

result<decoded_text> convert(std::string_view bytes, const std::string& encoding, std::string warning)
{
    converter through(encoding);
    if (!through.is_open()) return error{errc::unsupported, "is in an encoding that is not known here"};
    std::size_t lost = 0;
    std::string text = through.convert(bytes, lost);
    if (lost * 20 > bytes.size()) return error{errc::malformed, "is not text in the encoding it declares"};
    if (looks_binary(std::string_view(text).substr(0, sample_bytes)))
        return error{errc::malformed, "holds binary data, not text"};
    if (lost > 0 && warning.empty())
        warning = std::to_string(lost) + " bytes are not text in its encoding and were replaced";
    return decoded_text{std::move(text), encoding, std::move(warning)};
}

}  // namespace

result<decoded_text> decode_text(std::string_view bytes, std::string_view declared)
{
    for (const auto& known : marks)
        if (bytes.starts_with(known.bytes)) {
            bytes.remove_prefix(known.bytes.size());
            if (known.encoding == "UTF-8"sv) break;
            return convert(bytes, known.encoding, {});
        }
    const auto sample = bytes.substr(0, sample_bytes);
    if (const char* guess = guess_utf16(sample))
        return convert(bytes, guess, std::string("has no byte-order mark; read as ") + guess);
    if (looks_binary(sample)) return error{errc::malformed, "holds binary data, not text"};
    if (utf8::is_valid(bytes)) return decoded_text{std::string(bytes), "utf-8", {}};
    if (!declared.empty()) {
        auto text = convert(bytes, std::string(declared), {});
        if (text) return text;
    }
    // Every byte means something in Windows-1252 but five, and it holds Latin-1.
    return convert(bytes, "WINDOWS-1252", "is not UTF-8; read as Windows-1252");
}

}  // namespace parley::ingest
