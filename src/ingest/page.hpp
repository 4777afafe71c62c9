// What every parser makes of a file: pages of text with their headings. No layout, no images.
//
// Text is well-formed UTF-8 without control characters but tab and line feed: one line feed ends a line,
// two end a paragraph, a line feed alone never stands between the words of one sentence if a parser can
// help it. Pages are numbered from 1 and keep their number when pages before them are blank.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parley::ingest {

struct heading {
    std::size_t begin;  // byte offset of its line in the page's text
    int level;          // 1 is the highest
    std::string title;
};

struct page {
    int number = 1;
    std::string text;
    std::vector<heading> headings;  // in the order of the text
};

struct parsed {
    std::string title;  // empty when the file names none; as long as the file makes it
    std::vector<page> pages;
    std::string charset = {};  // of a text without markup, which cannot name its own; else empty
    std::string warning;       // one sentence worth showing beside the file, or empty
};

}  // namespace parley::ingest
