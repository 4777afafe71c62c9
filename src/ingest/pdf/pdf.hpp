// PDF files through `pdftotext` (package poppler-utils) in a child process that cannot hurt us.
//
// One child per file, its output read as it comes, page by page. No pictures, no layout, no text
// recognition: a scanned file is refused with that reason.
#pragma once

#include "ingest/child/child.hpp"
#include "ingest/page.hpp"

#include <filesystem>

namespace parley::ingest {

constexpr int pdf_pages_max = 20'000;
constexpr std::size_t pdf_page_bytes_max = std::size_t{4} << 20U;  // a printed page holds some thousand bytes

struct pdf_reader {
    std::filesystem::path program = "/usr/bin/pdftotext";
    child_limits limits;
};

// `file` is the PDF, open for reading at its beginning.
result<parsed> parse_pdf(int file, const pdf_reader& reader, const std::atomic<bool>* stop);

// What a failed run of pdftotext means, from its exit status and its standard error.
error pdf_failure(const child_exit& outcome);

}  // namespace parley::ingest
