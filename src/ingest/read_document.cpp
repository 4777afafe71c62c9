#include "ingest/read_document.hpp"

#include "ingest/html/html.hpp"
#include "ingest/markdown/markdown.hpp"
#include "ingest/pdf/pdf.hpp"
#include "ingest/splitter/split.hpp"
#include "ingest/text/text.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

result<parsed> parse(const snapshot& copy, file_kind kind, const std::atomic<bool>& stop)
{
    if (kind == file_kind::pdf) return parse_pdf(copy.file.get(), pdf_reader{}, &stop);

    const auto bytes = read_whole(copy.file.get(), kind == file_kind::html ? html_bytes_max : text_bytes_max);
    if (!bytes) return bytes.error();
    if (kind == file_kind::html) return parse_html(*bytes);
    if (kind == file_kind::markdown) return parse_markdown(*bytes);
    return parse_text(*bytes);
}

result<void> check_content(const snapshot& copy, file_kind kind)
{
    std::string first(first_bytes_wanted, '\0');
    const auto got = ::pread(copy.file.get(), first.data(), first.size(), 0);
    if (got < 0) return error{errc::storage, "cannot read the copy of the file"};
    if (got == 0) return error{errc::malformed, "is empty"};
    first.resize(static_cast<std::size_t>(got));
    const auto other = contradiction(kind, first);
    if (other.empty()) return {};
    return error{errc::malformed, "does not hold what its extension says: it is " + std::string(other)};
}

}  // namespace

std::string fingerprint_of(file_kind kind)
{
    std::string parser;
    switch (kind) {
        case file_kind::pdf:
            parser = "pdf-4";
            break;
        case file_kind::html:
            parser = "html-3";
            break;
        case file_kind::markdown:
            parser = "markdown-3";
            break;
        case file_kind::text:
            parser = "text-3";
            break;
        case file_kind::unknown:
            return "unknown-1";
    }
    return parser + ":" + std::string(splitter_fingerprint);
}

result<read_outcome> read_document(const read_request& what, const std::filesystem::path& snapshots,
                                   const std::atomic<bool>& stop)
{
    auto copy = take_snapshot(what.path, snapshots);
    if (!copy) return copy.error();
    read_outcome outcome;
    outcome.copy = std::move(*copy);
    outcome.same_content = outcome.copy.content_hash == what.known_hash;
    if (outcome.same_content) return outcome;

    if (const auto checked = check_content(outcome.copy, what.kind); !checked) return checked.error();
    auto text = parse(outcome.copy, what.kind, stop);
    if (!text) return text.error();
    outcome.chunks = split(text->pages, what.document_id);
    if (outcome.chunks.empty()) return error{errc::malformed, "holds no text"};
    outcome.pages = static_cast<int>(text->pages.size());
    outcome.text = std::move(*text);
    outcome.text.pages = {};
    return outcome;
}

}  // namespace parley::ingest
