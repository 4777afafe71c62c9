// Checks the citation markers of an answer while it streams: `[x]` passes as a marker only when x is the
// citation of a source that was really given to the writer.
//
// No I/O. Text is held back from `[` until what it means is known: at `]`, at the end of the line, at another
// `[`, or when it is longer than any marker; at most `held_chars_max` characters or the longest citation. How
// long it waits is the caller's business (`release_held`). Nothing is ever dropped: what is no marker passes
// as it came and is counted.
#pragma once

#include "rag/citation_index.hpp"

namespace parley::rag {

class citation_checker {
public:
    // `sources` outlives the checker.
    explicit citation_checker(const citation_index& sources);

    // Adds text, cut anywhere, and gives what may be shown of all text so far and was not yet given.
    std::string feed(std::string_view text);

    // The rest, when the answer ended: what was still held, as it is.
    std::string finish();

    // Whether text is held back, and how to have it at once: it and what completes it then pass as they are.
    bool is_holding() const { return !held_.empty(); }
    std::string release_held();

    // Markers that named no source. The text of a Markdown link, a check box and an index such as `a[0]`
    // are not meant as markers.
    std::size_t invalid_count() const { return invalid_count_; }

private:
    static constexpr std::size_t held_chars_max = 256;

    void add(char c);
    void release();
    void close_marker();
    bool names_several(std::string_view inside);

    const citation_index& sources_;
    const std::size_t chars_max_;
    std::string out_;   // checked, not yet given
    std::string held_;  // begins with `[`, or is empty
    std::size_t held_chars_ = 0;
    char before_ = ' ';        // the byte in front of `held_`; a blank after a marker
    bool is_suspect_ = false;  // `[unknown]` just passed: a link if `(` follows, else an invalid marker
    std::size_t invalid_count_ = 0;
};

// Text of a document made safe to quote in an answer: brackets in it that could be read as a marker become
// parentheses, a Markdown link becomes its text.
std::string without_markers(std::string_view quoted, const citation_index& sources);

}  // namespace parley::rag
