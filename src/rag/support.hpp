// How well the sources bear out each sentence of an answer, judged by words alone while it streams.
//
// No I/O and no model. A sentence is compared with the sources that it cites, or with all when it cites none;
// its score is the share of its words, numbers and names counting double, that stand there or in the
// question. Not judged: sentences of fewer than three such words, headings, tables and code, and sentences in
// another language than the sources, whose short words do not stand there either. Words are stems; a score
// says that a sentence speaks of what its source speaks of, not that it is true.
#pragma once

#include "rag/citation_index.hpp"
#include "rag/word_set.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::rag {

// A lower score is no support.
inline constexpr double support_score_min = 0.5;

struct unsupported_sentence {
    std::string text;  // without citations
    double score = 0;  // 0 to 1
};

struct support {
    std::size_t judged = 0;  // sentences
    std::size_t supported = 0;
    std::vector<unsupported_sentence> unsupported;  // the first ones, at most `shown_max`

    static constexpr std::size_t shown_max = 20;
};

class support_checker {
public:
    // `known` outlives the checker; the others need not.
    support_checker(const citation_index& known, const std::vector<retrieval::passage>& sources,
                    std::string_view question);

    // Adds text of the answer as it is shown, cut anywhere.
    void feed(std::string_view text);

    // What was found, when the answer ended.
    support finish();

private:
    void end_paragraph();
    using source_list = std::vector<const word_set*>;

    void judge(std::string_view sentence, const source_list& from);
    source_list cited_in(std::string_view sentence) const;
    source_list all() const;

    const citation_index& known_;
    std::vector<word_set> sources_;  // in the order of the citations
    std::string paragraph_;
    bool in_code_ = false;
    support found_;
};

}  // namespace parley::rag
