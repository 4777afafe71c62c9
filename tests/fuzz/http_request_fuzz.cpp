// Any bytes, cut anywhere: the reader must not crash, must stay within its limits, and must give the same
// outcome however the bytes were cut.
#include "cut_anywhere.hpp"
#include "http/detail/request_reader.hpp"

namespace {

using namespace parley::http;
using parley::require;

constexpr request_limits limits = {
    .target_bytes_max = 256, .header_bytes_max = 1024, .header_count_max = 16, .body_bytes_max = 512};

struct outcome {
    unsigned refused = 0;
    bool complete = false;
    request asked;

    bool operator==(const outcome& other) const
    {
        return refused == other.refused && complete == other.complete && asked.method == other.asked.method &&
               asked.path == other.asked.path && asked.query == other.asked.query &&
               asked.body == other.asked.body;
    }
};

outcome read_in_pieces(std::string_view bytes, std::size_t piece_bytes)
{
    request_reader reader(limits);
    outcome got;
    while (!bytes.empty() && !reader.complete()) {
        const auto piece = bytes.substr(0, piece_bytes);
        bytes.remove_prefix(piece.size());
        if (const auto refused = reader.feed(piece)) {
            got.refused = refused->status;
            return got;
        }
    }
    got.complete = reader.complete();
    if (got.complete) got.asked = reader.take_request();
    return got;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::size_t piece_bytes = data[0] % 32 + 1;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

    const auto whole = read_in_pieces(bytes, bytes.size() + 1);
    const auto cut = read_in_pieces(bytes, piece_bytes);
    // A fault in an unfinished head may be noticed later when the bytes come in pieces, and then it is the
    // first of several that is named. A request is a request however it is cut.
    require(whole.complete == cut.complete);
    if (whole.complete) {
        require(whole == cut);
        require(whole.asked.body.size() <= limits.body_bytes_max);
        require(whole.asked.path.find('\0') == std::string::npos);
        require(whole.asked.path.find("/../") == std::string::npos);
        require(whole.asked.path == "*" || whole.asked.path.starts_with('/'));
    }
    return 0;
}
