#include "ingest/file_kind.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace parley::ingest {
namespace {

using namespace std::string_view_literals;

// Each extension, and below it the kind of file that it says.
constexpr std::array extensions{".pdf"sv, ".html"sv,     ".htm"sv, ".xhtml"sv,
                                ".md"sv,  ".markdown"sv, ".txt"sv, ".text"sv};
constexpr std::array kinds{file_kind::pdf,      file_kind::html,     file_kind::html, file_kind::html,
                           file_kind::markdown, file_kind::markdown, file_kind::text, file_kind::text};
static_assert(extensions.size() == kinds.size());

struct signature {
    std::string_view bytes;
    std::string_view name;
};

constexpr std::array signatures{
    signature{"\x89PNG"sv, "a PNG image"},
    signature{"\xFF\xD8\xFF"sv, "a JPEG image"},
    signature{"GIF8"sv, "a GIF image"},
    signature{"PK\x03\x04"sv, "a ZIP archive or office file"},
    signature{"\x1F\x8B"sv, "a gzip archive"},
    signature{"\x7F"
              "ELF"sv,
              "a program"},
    signature{"SQLite format 3\0"sv, "a SQLite database"},
    signature{"\xD0\xCF\x11\xE0"sv, "an old office file"},
};

bool looks_like_html(std::string_view bytes)
{
    const std::string head = ascii::lower_case(ascii::trimmed_left(bytes).substr(0, 16));
    return head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<head");
}

}  // namespace

file_kind kind_of(const std::filesystem::path& path)
{
    const std::string extension = ascii::lower_case(path.extension().native());
    const auto known = std::ranges::find(extensions, extension);
    return known == extensions.end() ? file_kind::unknown
                                     : kinds.at(static_cast<std::size_t>(known - extensions.begin()));
}

std::span<const std::string_view> known_extensions()
{
    return extensions;
}

std::string_view media_type_of(file_kind kind)
{
    switch (kind) {
        case file_kind::pdf:
            return "application/pdf";
        case file_kind::html:
            return "text/html";
        case file_kind::markdown:
            return "text/markdown";
        case file_kind::text:
            return "text/plain";
        case file_kind::unknown:
            break;
    }
    return "application/octet-stream";
}

std::string_view contradiction(file_kind expected, std::string_view first_bytes)
{
    // Readers accept a PDF whose header is anywhere in its first 1024 bytes.
    const bool is_pdf = first_bytes.find("%PDF-") != std::string_view::npos;
    if (expected == file_kind::pdf && is_pdf) return {};
    for (const auto& known : signatures)
        if (first_bytes.starts_with(known.bytes)) return known.name;
    if (expected == file_kind::pdf) return looks_like_html(first_bytes) ? "an HTML page" : "not a PDF";
    if (first_bytes.starts_with("%PDF-")) return "a PDF";
    return {};
}

}  // namespace parley::ingest
