#include "rag/extract.hpp"

#include "rag/candidates.hpp"
#include "rag/follow_up.hpp"
#include "rag/text.hpp"

#include <algorithm>
#include <iterator>

namespace parley::rag {
namespace {

constexpr std::size_t extracts_max = 4;
constexpr std::size_t doubtful_extracts_max = 2;
constexpr double answered_min = 0.6;       // coverage
constexpr double doubtful_min = 0.4;       // coverage
constexpr double next_share_min = 0.7;     // score of a further extract, by that of the best
constexpr double repeats_min = 0.7;        // likeness of two texts that say the same
constexpr double repeats_cut_min = 0.9;    // containment of a text that was cut in another
constexpr double differs_min = 0.5;        // likeness, apart from numbers, of two texts on the same matter
constexpr double differs_share_min = 0.6;  // score of the other side, by that of the best
constexpr double missing_share_min = 0.6;  // score of a text with words the best one lacks
constexpr std::size_t list_bytes_max = 700;
constexpr std::size_t paragraph_bytes_max = 280;
constexpr std::size_t short_words_max = 5;

std::vector<std::string> numbers_in(const candidate& c)
{
    std::vector<std::string> numbers;
    for (const auto& w : c.words)
        if (is_number(w)) numbers.push_back(w.lower);
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

term_set without_numbers(const candidate& c)
{
    std::vector<word> words;
    std::ranges::copy_if(c.words, std::back_inserter(words), [](const word& w) { return !is_number(w); });
    return terms_in(words);
}

// Two documents on the same matter with other numbers, and nothing in the question tells which is meant.
bool differ(const candidate& one, const candidate& other, const std::vector<retrieval::passage>& passages)
{
    if (passages[one.passage].document == passages[other.passage].document) return false;
    if (one.has_term != other.has_term) return false;
    const auto mine = numbers_in(one);
    const auto theirs = numbers_in(other);
    return !mine.empty() && !theirs.empty() && mine != theirs &&
           likeness(without_numbers(one), without_numbers(other)) >= differs_min;
}

bool is_cut(const candidate& c)
{
    return c.quoted.is_cut_before || c.quoted.is_cut_after;
}

bool repeats(const candidate& one, const candidate& other)
{
    if (is_cut(one) || is_cut(other)) return containment(one.terms, other.terms) >= repeats_cut_min;
    return numbers_in(one) == numbers_in(other) && likeness(one.terms, other.terms) >= repeats_min;
}

// Chooses among scored candidates and writes down what to quote.
class selection {
public:
    selection(const std::vector<candidate>& all, const std::vector<retrieval::passage>& passages)
        : all_(all), passages_(passages), is_used_(all.size(), false)
    {
        for (std::size_t i = 0; i < all.size(); ++i) by_score_.push_back(i);
        std::ranges::stable_sort(
            by_score_, [&all](std::size_t a, std::size_t b) { return all[a].score > all[b].score; });
    }

    extracts run()
    {
        extracts made;
        if (by_score_.empty()) return made;
        const auto& best = all_[by_score_.front()];
        made.how_sure = judge(best);
        if (made.how_sure == certainty::unanswered) return made;

        if (made.how_sure == certainty::doubtful) found_max_ = doubtful_extracts_max;
        quote(by_score_.front(), made.found);
        add_other_sides(best, made);
        add_missing_words(best, made);
        for (const auto at : by_score_) {
            if (made.found.size() >= found_max_ || all_[at].score < best.score * next_share_min) break;
            if (!is_used_[at] && !repeats_a_quote(at)) quote(at, made.found);
        }
        return made;
    }

private:
    // What is missing of the question, or of the kind of answer, is a doubt; both together are no answer.
    static certainty judge(const candidate& best)
    {
        const bool lacks_words = best.coverage < answered_min || best.lacks_name;
        const bool lacks_wanted = !best.holds_wanted;
        if (best.coverage < doubtful_min || (lacks_words && lacks_wanted)) return certainty::unanswered;
        return lacks_words || lacks_wanted ? certainty::doubtful : certainty::answered;
    }

    void add_other_sides(const candidate& best, extracts& made)
    {
        for (const auto at : by_score_) {
            if (made.found.size() >= found_max_ || all_[at].score < best.score * differs_share_min) break;
            if (is_used_[at] || repeats_a_quote(at) || !differ(best, all_[at], passages_)) continue;
            made.sources_differ = true;
            quote(at, made.found);
        }
    }

    // What the best one leaves out of the question may stand elsewhere.
    void add_missing_words(const candidate& best, extracts& made)
    {
        auto has_term = best.has_term;
        for (const auto at : by_score_) {
            if (made.found.size() >= found_max_ || all_[at].score < best.score * missing_share_min) break;
            bool is_new = false;
            for (std::size_t t = 0; t < has_term.size(); ++t)
                is_new = is_new || (all_[at].has_term[t] && !has_term[t]);
            if (!is_new || is_used_[at] || repeats_a_quote(at)) continue;
            for (std::size_t t = 0; t < has_term.size(); ++t)
                has_term[t] = has_term[t] || all_[at].has_term[t];
            quote(at, made.found);
        }
    }

    bool repeats_a_quote(std::size_t at) const
    {
        return std::ranges::any_of(quoted_,
                                   [this, at](std::size_t other) { return repeats(all_[other], all_[at]); });
    }

    void quote(std::size_t at, std::vector<extract>& found)
    {
        quoted_.push_back(at);
        extract made{with_heading(at, text_around(at)), {passages_[all_[at].passage].citation}};
        for (std::size_t other = 0; other < all_.size(); ++other) {
            const auto& citation = passages_[all_[other].passage].citation;
            const bool is_new = std::ranges::find(made.citations, citation) == made.citations.end();
            const bool says_the_same = all_[other].quoted.text == all_[at].quoted.text;
            if (is_new && says_the_same) made.citations.push_back(citation);
        }
        found.push_back(std::move(made));
    }

    // The unit with what it needs to be understood.
    std::string text_around(std::size_t at)
    {
        const auto& c = all_[at];
        if (c.quoted.leads_list) return whole_list(at);
        if (c.quoted.kind == unit_kind::item && !c.quoted.lead_in.empty()) {
            is_used_[at] = true;
            return c.quoted.lead_in + " " + c.quoted.text;
        }
        if (c.quoted.kind != unit_kind::sentence) return take(at);
        if (auto paragraph = short_paragraph(at); !paragraph.empty()) return paragraph;
        std::string text = take(at);
        if (refers_back(c.words) && at > 0 && may_join(at - 1, at)) text = take(at - 1) + " " + text;
        const bool is_short = c.words.size() <= short_words_max;
        if (is_short && at + 1 < all_.size() && may_join(at + 1, at)) text += " " + take(at + 1);
        return text;
    }

    // The paragraph around a sentence when it is hardly longer: what is left out is often what explains it.
    std::string short_paragraph(std::size_t at)
    {
        const auto in_it = [this, at](std::size_t other) {
            return all_[other].passage == all_[at].passage &&
                   all_[other].quoted.block == all_[at].quoted.block;
        };
        std::size_t begin = at;
        while (begin > 0 && in_it(begin - 1)) --begin;
        std::size_t bytes = 0;
        std::size_t end = begin;
        for (; end < all_.size() && in_it(end); ++end) {
            bytes += all_[end].quoted.text.size();
            if (is_used_[end] || bytes > paragraph_bytes_max || all_[end].quoted.kind != unit_kind::sentence)
                return {};
        }
        std::string text;
        for (; begin < end; ++begin) text += (text.empty() ? "" : " ") + take(begin);
        return text;
    }

    std::string with_heading(std::size_t at, std::string text) const
    {
        const auto& c = all_[at];
        if (!c.needs_heading || c.quoted.heading.empty()) return text;
        if (case_folded(text).find(case_folded(c.quoted.heading)) != std::string::npos) return text;
        return c.quoted.heading + ": " + text;
    }

    // The neighbour stands in the same paragraph and is not quoted yet.
    bool may_join(std::size_t neighbour, std::size_t at) const
    {
        return all_[neighbour].passage == all_[at].passage &&
               all_[neighbour].quoted.block == all_[at].quoted.block && !is_used_[neighbour];
    }

    std::string take(std::size_t at)
    {
        is_used_[at] = true;
        const auto& quoted = all_[at].quoted;
        return (quoted.is_cut_before ? "… " : "") + quoted.text + (quoted.is_cut_after ? " …" : "");
    }

    std::string whole_list(std::size_t at)
    {
        std::string text = take(at);
        for (std::size_t i = at + 1;
             i < all_.size() && all_[i].quoted.kind == unit_kind::item && all_[i].passage == all_[at].passage;
             ++i) {
            if (text.size() + all_[i].quoted.text.size() > list_bytes_max) return text + " …";
            const char last = text.back();
            text += last == ':' || last == '.' || last == ';' || last == ',' ? " " : "; ";
            text += take(i);
        }
        return text;
    }

    const std::vector<candidate>& all_;
    const std::vector<retrieval::passage>& passages_;
    std::size_t found_max_ = extracts_max;
    std::vector<bool> is_used_;          // stands in an extract
    std::vector<std::size_t> by_score_;  // best first
    std::vector<std::size_t> quoted_;    // the units that were chosen
};

}  // namespace

extracts find_extracts(const writing_task& task)
{
    word_reader reader;
    auto candidates = candidates_of(task.passages, reader);
    const auto with = [&](borrowing from) {
        auto scored = candidates;
        score(scored, task.passages, terms_of(task.asked, from, reader), reader);
        return selection(scored, task.passages).run();
    };
    const auto leaning = dependence_of(task.asked.text);
    if (leaning == dependence::certain) return with(borrowing::earlier_question);

    auto alone = with(borrowing::none);
    if (leaning == dependence::none || alone.how_sure == certainty::answered) return alone;
    auto borrowed = with(borrowing::earlier_question);
    return borrowed.how_sure <= alone.how_sure ? borrowed : alone;
}

}  // namespace parley::rag
