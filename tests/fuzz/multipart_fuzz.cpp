// Any bytes, cut anywhere: the reader must not crash, and must give the same parts however the bytes were
// cut.
#include "cut_anywhere.hpp"
#include "http/multipart_reader.hpp"

namespace {

using parley::http::multipart_reader;

struct outcome {
    std::vector<std::string> parts;  // each with the bytes behind its names
    bool failed = false;
    bool complete = false;

    friend bool operator==(const outcome&, const outcome&) = default;
};

// False when the reader wants more bytes, or wants no more.
bool take_piece(multipart_reader& reader, outcome& got)
{
    const auto next = reader.next();
    got.failed = next.has_error();
    if (got.failed || !*next) return false;
    if (const auto* part = std::get_if<multipart_reader::part>(&**next))
        got.parts.push_back(part->name + '\n' + part->file_name.value_or("") + '\n');
    else if (const auto* bytes = std::get_if<std::string_view>(&**next))
        got.parts.back() += *bytes;
    return true;
}

outcome read_in_pieces(std::string_view form, std::size_t piece_bytes)
{
    multipart_reader reader("b");
    outcome got;
    for (std::size_t at = 0; at < form.size() && !got.failed; at += piece_bytes) {
        reader.feed(form.substr(at, piece_bytes));
        while (take_piece(reader, got)) continue;
    }
    got.complete = reader.complete();
    return got;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view form(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = read_in_pieces(form, form.size() + 1);
    const auto cut = read_in_pieces(form, data[0] % 32 + 1U);
    parley::require(whole == cut);
    return 0;
}
