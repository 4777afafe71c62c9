#include "rag/candidates.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace parley::rag {
namespace {

// How much a word of the question counts by where it stands.
constexpr double in_unit = 1.0;
constexpr double in_unit_in_part = 0.7;  // as part of a longer word, or the other way round
constexpr double in_lead_in = 0.8;
constexpr double in_question_above = 0.8;  // the sentence before is a question: this is its answer
constexpr double in_heading = 0.8;
constexpr double in_document_name = 0.8;
constexpr double in_sentence_before = 0.6;  // "it" is often what was named there
constexpr double in_sentence_after = 0.35;
constexpr double in_passage = 0.3;

// Rarity counts more than in a search: one sentence in hundreds is wanted.
constexpr double rarity_power = 1.5;

constexpr double refers_back_factor = 0.9;  // a sentence that stands by itself is the better answer
constexpr double only_around_factor = 0.6;  // no word of the question in the unit itself

constexpr std::size_t part_bytes_min = 5;
constexpr std::size_t words_min = 4;
constexpr std::size_t words_max = 45;

bool has(const term_set& set, const std::string& wanted_term)
{
    return std::ranges::binary_search(set, wanted_term);
}

bool has_in_part(const term_set& set, const std::string& wanted_term)
{
    return std::ranges::any_of(set, [&wanted_term](const std::string& other) {
        const auto& shorter = other.size() < wanted_term.size() ? other : wanted_term;
        const auto& longer = other.size() < wanted_term.size() ? wanted_term : other;
        return shorter.size() >= part_bytes_min && longer.starts_with(shorter);
    });
}

// What stands around the units of one passage.
struct surroundings {
    term_set passage;
    term_set document_name;
    term_set heading;
};

class scorer {
public:
    scorer(std::vector<candidate>& all, const std::vector<retrieval::passage>& passages,
           const question_terms& asked, word_reader& reader)
        : all_(all), passages_(passages), asked_(asked)
    {
        for (const auto& passage : passages)
            around_.push_back(
                {{}, terms_in(reader.read(passage.document)), terms_in(reader.read(passage.heading))});
        for (const auto& c : all) {
            auto& terms = around_[c.passage].passage;
            terms.insert(terms.end(), c.terms.begin(), c.terms.end());
        }
        for (auto& place : around_) std::ranges::sort(place.passage);
        weigh_terms();
    }

    void run()
    {
        for (std::size_t i = 0; i < all_.size(); ++i) rate(i);
    }

private:
    // Rare words tell more. A word that is nowhere is the rarest: it may be what the question is about.
    void weigh_terms()
    {
        for (const auto& t : asked_.terms) {
            const auto count = std::ranges::count_if(
                all_, [&t](const candidate& c) { return has(c.terms, t.text) || has(c.heading, t.text); });
            const double share = (static_cast<double>(count) + 0.5) / static_cast<double>(all_.size());
            weights_.push_back(t.weight * std::pow(std::log(1.0 + 1.0 / share), rarity_power));
            absent_.push_back(count == 0);
        }
    }

    void rate(std::size_t at)
    {
        auto& c = all_[at];
        c.has_term.clear();
        double own = 0;
        double found = 0;
        double total = 0;
        for (std::size_t t = 0; t < asked_.terms.size(); ++t) {
            const auto& text = asked_.terms[t].text;
            const double inside = credit_inside(c, text);
            const double credit = std::max(inside, credit_around(at, text));
            own += inside * weights_[t];
            c.has_term.push_back(credit >= in_unit_in_part);
            found += credit * weights_[t];
            total += weights_[t];
            c.lacks_name = c.lacks_name || (asked_.terms[t].is_name && absent_[t] && credit == 0);
            c.needs_heading = c.needs_heading || (inside == 0 && has(c.heading, text));
        }
        const bool holds_inside = holds(asked_, c.words);
        c.holds_wanted = holds_inside || holds(asked_, c.heading_words);
        c.needs_heading = c.needs_heading || (c.holds_wanted && !holds_inside);
        c.coverage = total > 0 ? found / total : 0;
        c.score = c.coverage * kind_factor(c) * rank_factor(c) * shape_factor(c);
        if (own == 0) c.score *= only_around_factor;
    }

    static double credit_inside(const candidate& c, const std::string& wanted_term)
    {
        if (has(c.terms, wanted_term)) return in_unit;
        return has_in_part(c.terms, wanted_term) ? in_unit_in_part : 0;
    }

    double credit_around(std::size_t at, const std::string& wanted_term) const
    {
        const auto& c = all_[at];
        const auto& place = around_[c.passage];
        double best = 0;
        const auto raise = [&best](bool is_there, double credit) {
            if (is_there) best = std::max(best, credit);
        };
        raise(has(c.lead_in, wanted_term), in_lead_in);
        raise(has(place.heading, wanted_term) || has(c.heading, wanted_term), in_heading);
        raise(has(place.document_name, wanted_term), in_document_name);
        raise(has(place.passage, wanted_term), in_passage);
        if (at > 0 && are_neighbours(all_[at - 1], c))
            raise(has(all_[at - 1].terms, wanted_term),
                  all_[at - 1].quoted.text.ends_with('?') ? in_question_above : in_sentence_before);
        if (at + 1 < all_.size() && are_neighbours(c, all_[at + 1]))
            raise(has(all_[at + 1].terms, wanted_term), in_sentence_after);
        return best;
    }

    static bool are_neighbours(const candidate& one, const candidate& next)
    {
        return one.passage == next.passage && one.quoted.heading == next.quoted.heading &&
               next.quoted.block - one.quoted.block <= 1;
    }

    double kind_factor(const candidate& c) const
    {
        switch (asked_.kind) {
            case wanted::number:
            case wanted::time:
                return c.holds_wanted ? 1.25 : 0.7;
            case wanted::person:
                return c.holds_wanted ? 1.15 : 0.85;
            case wanted::reason:
                return c.holds_wanted ? 1.15 : 0.95;
            case wanted::anything:
                return 1;
        }
        return 1;
    }

    // Scores of retrievers differ in scale: only their ratio to the best one counts, and only a little.
    double rank_factor(const candidate& c) const
    {
        const double best = passages_.front().score;
        const double ratio = best > 0 ? std::clamp(passages_[c.passage].score / best, 0.0, 1.0) : 1.0;
        return 0.75 + 0.25 * ratio;
    }

    static double shape_factor(const candidate& c)
    {
        double factor = 1;
        if (c.quoted.text.ends_with('?')) factor *= 0.3;
        if (c.words.size() < words_min) factor *= 0.7;
        if (refers_back(c.words)) factor *= refers_back_factor;
        if (c.words.size() > words_max)
            factor *= static_cast<double>(words_max) / static_cast<double>(c.words.size());
        if (c.quoted.is_cut_before || c.quoted.is_cut_after) factor *= 0.8;
        return factor;
    }

    std::vector<candidate>& all_;
    const std::vector<retrieval::passage>& passages_;
    const question_terms& asked_;
    std::vector<surroundings> around_;  // one for each passage
    std::vector<double> weights_;       // one for each term
    std::vector<bool> absent_;          // likewise: stands nowhere in the passages
};

std::size_t shared(const term_set& one, const term_set& other)
{
    term_set both;
    std::ranges::set_intersection(one, other, std::back_inserter(both));
    return both.size();
}

}  // namespace

std::vector<candidate> candidates_of(const std::vector<retrieval::passage>& passages, word_reader& reader)
{
    std::vector<candidate> all;
    for (std::size_t i = 0; i < passages.size(); ++i)
        for (auto& quoted : units_of(passages[i])) {
            candidate c{.quoted = std::move(quoted), .passage = i};
            c.words = reader.read(c.quoted.text);
            c.terms = terms_in(c.words);
            c.lead_in = terms_in(reader.read(c.quoted.lead_in));
            c.heading_words = reader.read(c.quoted.heading);
            c.heading = terms_in(c.heading_words);
            all.push_back(std::move(c));
        }
    return all;
}

void score(std::vector<candidate>& all, const std::vector<retrieval::passage>& passages,
           const question_terms& asked, word_reader& reader)
{
    if (!all.empty()) scorer(all, passages, asked, reader).run();
}

term_set terms_in(const std::vector<word>& words)
{
    term_set terms;
    for (const auto& w : words)
        if (!w.is_stop_word) terms.push_back(w.term);
    std::ranges::sort(terms);
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    return terms;
}

double likeness(const term_set& one, const term_set& other)
{
    const auto both = shared(one, other);
    const auto all = one.size() + other.size() - both;
    return all > 0 ? static_cast<double>(both) / static_cast<double>(all) : 0;
}

double containment(const term_set& one, const term_set& other)
{
    const auto smaller = std::min(one.size(), other.size());
    return smaller > 0 ? static_cast<double>(shared(one, other)) / static_cast<double>(smaller) : 0;
}

}  // namespace parley::rag
