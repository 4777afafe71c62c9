#include "cli/audit_gunzip.hpp"

#include <array>
#include <zlib.h>

namespace parley::cli {
namespace {

constexpr std::string_view gzip_mark = "\x1f\x8b";
constexpr int largest_window_of_gzip = 15 + 16;  // zlib's words for gzip alone

class inflater {
public:
    explicit inflater(std::string_view bytes)
    {
        // zlib promises not to write there.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        is_ready_ = inflateInit2(&stream_, largest_window_of_gzip) == Z_OK;
    }
    ~inflater() { inflateEnd(&stream_); }
    inflater(const inflater&) = delete;
    inflater& operator=(const inflater&) = delete;

    result<std::string> take_all(std::size_t bytes_max)
    {
        std::string text;
        while (is_ready_) {
            std::array<char, 65536> room;
            stream_.next_out = reinterpret_cast<Bytef*>(room.data());
            stream_.avail_out = static_cast<uInt>(room.size());
            const int told = inflate(&stream_, Z_NO_FLUSH);
            text.append(room.data(), room.size() - stream_.avail_out);
            if (text.size() > bytes_max)
                return error{errc::too_large,
                             "unpacked it has more than " + std::to_string(bytes_max) + " bytes"};
            if (told == Z_STREAM_END && stream_.avail_in == 0) return text;
            if (told == Z_STREAM_END)
                is_ready_ = inflateReset(&stream_) == Z_OK;
            else if (told != Z_OK)
                break;
        }
        return error{errc::malformed, "it is compressed, and damaged or cut short"};
    }

private:
    z_stream stream_{};
    bool is_ready_ = false;
};

}  // namespace

bool is_gzip(std::string_view bytes)
{
    return bytes.starts_with(gzip_mark);
}

result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max)
{
    return inflater(bytes).take_all(bytes_max);
}

}  // namespace parley::cli
