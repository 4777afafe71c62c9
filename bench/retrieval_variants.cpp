// Would more than BM25 make words alone find more? Each trick is measured beside the ranking without it, on
// every collection that is given, and on each one's titles asked for as queries of its texts: another kind of
// question about the same texts.
//
// usage: retrieval_variants FOLDER...     (collections in BEIR's layout, such as SciFact)
//
// The ranker is a plain one of this file: what is tried here need not be in the product to be judged. It
// splits words as the product does, and `as shipped` agrees with bench/retrieval_quality.
#include "beir.hpp"
#include "retrieval/lexical/bm25.hpp"
#include "retrieval/lexical/tokenizer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <unordered_map>

namespace parley::bench {
namespace {

using term = std::uint32_t;
using weighted_terms = std::vector<std::pair<term, double>>;  // in the order of the query
using scores = std::vector<double>;                           // of each document

struct variant {
    const char* name;
    int title_weight = 2;
    double phrase = 0;     // weight of two neighbours of the query as neighbours in the text
    double proximity = 0;  // the same within a window, in any order
    int feedback_documents = 0;
    int feedback_terms = 10;
    double feedback = 0;  // weight of terms of the best documents, 0 to 1
};

constexpr variant tried[] = {
    {.name = "as shipped (title counts 2)"},
    {.name = "title counts 1", .title_weight = 1},
    {.name = "title counts 3", .title_weight = 3},
    {.name = "title counts 5", .title_weight = 5},
    {.name = "phrases, weight .1", .phrase = 0.1},
    {.name = "phrases, weight .2", .phrase = 0.2},
    {.name = "proximity (window 8), weight .1", .proximity = 0.1},
    {.name = "proximity (window 8), weight .2", .proximity = 0.2},
    {.name = "phrases .1 and proximity .1", .phrase = 0.1, .proximity = 0.1},
    {.name = "feedback, 5 documents, 10 terms, .2", .feedback_documents = 5, .feedback = 0.2},
    {.name = "feedback, 10 documents, 10 terms, .2", .feedback_documents = 10, .feedback = 0.2},
    {.name = "feedback, 10 documents, 20 terms, .5",
     .feedback_documents = 10,
     .feedback_terms = 20,
     .feedback = 0.5},
};
constexpr std::size_t window = 8;

struct text_terms {
    std::vector<term> title;
    std::vector<term> body;
};

class plain_ranker {
public:
    explicit plain_ranker(const std::vector<beir_document>& documents)
    {
        for (const auto& each : documents) {
            auto& made = documents_.emplace_back();
            made.title = numbered(split_.of_document(each.title));
            made.body = numbered(split_.of_document(each.text));
            auto distinct = made.title;
            distinct.insert(distinct.end(), made.body.begin(), made.body.end());
            std::ranges::sort(distinct);
            distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
            for (const auto t : distinct) holders_[t].push_back(documents_.size() - 1);
        }
    }

    // The places of the best 100 documents.
    std::vector<std::size_t> rank(const std::string& query, const variant& how)
    {
        auto words = weigh(query);
        auto found = score(words, how);
        if (how.feedback > 0) {
            words = with_feedback(words, found, how);
            found = score(words, how);
        }
        return best_of(found, 100);
    }

private:
    std::vector<term> numbered(const retrieval::term_list& terms)
    {
        std::vector<term> made;
        for (std::size_t i = 0; i < terms.size(); ++i)
            made.push_back(numbers_.try_emplace(std::string(terms[i]), numbers_.size()).first->second);
        holders_.resize(numbers_.size());
        return made;
    }

    weighted_terms weigh(const std::string& query)
    {
        weighted_terms words;
        for (const auto t : numbered(split_.of_query(query))) add(words, t, 1);
        return words;
    }

    double length_of(std::size_t document, const variant& how) const
    {
        const auto& of = documents_[document];
        return static_cast<double>(of.body.size() +
                                   of.title.size() * static_cast<std::size_t>(how.title_weight));
    }

    double average_length(const variant& how) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < documents_.size(); ++i) sum += length_of(i, how);
        return std::max(1.0, sum / static_cast<double>(documents_.size()));
    }

    scores score(const weighted_terms& words, const variant& how) const
    {
        scores sums(documents_.size());
        const double average = average_length(how);
        for (const auto& [t, weight] : words) {
            for (const auto document : holders_[t]) {
                const auto& of = documents_[document];
                const auto frequency = static_cast<double>(
                    how.title_weight * std::ranges::count(of.title, t) + std::ranges::count(of.body, t));
                sums[document] += weight * saturated(t, frequency, length_of(document, how), average);
            }
        }
        if (how.phrase > 0 || how.proximity > 0) add_neighbours(sums, words, how, average);
        return sums;
    }

    double saturated(term t, double frequency, double length, double average) const
    {
        using namespace retrieval::bm25;
        return idf(documents_.size(), holders_[t].size()) * (k1 + 1) * frequency /
               (frequency + norm(static_cast<float>(length), static_cast<float>(average)));
    }

    // Each pair of neighbours in the query is a term of its own, as rare as the rarer of the two.
    void add_neighbours(scores& sums, const weighted_terms& words, const variant& how, double average) const
    {
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            const auto one = words[i].first, other = words[i + 1].first;
            const auto rarer = holders_[one].size() < holders_[other].size() ? one : other;
            for (const auto document : holders_[rarer]) {
                const auto length = length_of(document, how);
                double phrases = 0, near = 0;
                for (const auto* field : {&documents_[document].title, &documents_[document].body})
                    count_pairs(*field, one, other, phrases, near);
                if (phrases > 0) sums[document] += how.phrase * saturated(rarer, phrases, length, average);
                if (near > 0) sums[document] += how.proximity * saturated(rarer, near, length, average);
            }
        }
    }

    static void count_pairs(const std::vector<term>& text, term one, term other, double& phrases,
                            double& near)
    {
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] != one) continue;
            if (at + 1 < text.size() && text[at + 1] == other) ++phrases;
            const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at - std::min(at, window));
            const auto end =
                text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), at + window + 1));
            if (std::find(begin, end, other) != end) ++near;
        }
    }

    // RM3: the query's terms beside those that the best documents are about, weighed by their scores.
    weighted_terms with_feedback(const weighted_terms& words, const scores& found, const variant& how) const
    {
        std::unordered_map<term, double> model;
        for (const auto document : best_of(found, static_cast<std::size_t>(how.feedback_documents))) {
            const auto& body = documents_[document].body;
            for (const auto t : body) model[t] += found[document] / static_cast<double>(body.size());
        }
        weighted_terms best(model.begin(), model.end());
        for (auto& [t, weight] : best) weight *= retrieval::bm25::idf(documents_.size(), holders_[t].size());
        std::ranges::sort(best, [](const auto& a, const auto& b) { return a.second > b.second; });
        if (best.size() > static_cast<std::size_t>(how.feedback_terms))
            best.resize(static_cast<std::size_t>(how.feedback_terms));

        weighted_terms mixed = normalised(words, 1 - how.feedback);
        for (const auto& [t, weight] : normalised(best, how.feedback)) add(mixed, t, weight);
        return mixed;
    }

    static void add(weighted_terms& words, term t, double weight)
    {
        const auto known = std::ranges::find(words, t, &std::pair<term, double>::first);
        if (known == words.end())
            words.emplace_back(t, weight);
        else
            known->second += weight;
    }

    static weighted_terms normalised(weighted_terms words, double sum)
    {
        double all = 0;
        for (const auto& word : words) all += word.second;
        for (auto& word : words) word.second *= sum / all;
        return words;
    }

    static std::vector<std::size_t> best_of(const scores& found, std::size_t count)
    {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < found.size(); ++i)
            if (found[i] > 0) order.push_back(i);
        std::ranges::stable_sort(order, [&found](auto a, auto b) { return found[a] > found[b]; });
        if (order.size() > count) order.resize(count);
        return order;
    }

    retrieval::tokenizer split_;
    std::unordered_map<std::string, term> numbers_;
    std::vector<text_terms> documents_;
    std::vector<std::vector<std::size_t>> holders_;  // of each term: documents, ascending
};

quality measure(plain_ranker& ranker, const beir_collection& in, const variant& how)
{
    quality total;
    for (const auto& query : in.queries) {
        std::vector<std::string> ranked;
        for (const auto place : ranker.rank(query.text, how)) ranked.push_back(in.documents[place].id);
        total += judge(query, ranked);
    }
    return total / in.queries.size();
}

void measure_all(const std::string& name, const beir_collection& in)
{
    plain_ranker ranker(in.documents);
    const auto base = measure(ranker, in, tried[0]);
    std::printf("\n| %s, %zu queries | nDCG@10 | | Recall@100 | |\n|---|---|---|---|---|\n", name.c_str(),
                in.queries.size());
    for (const auto& how : tried) {
        const auto found = measure(ranker, in, how);
        std::printf("| %s | %.4f | %+.4f | %.4f | %+.4f |\n", how.name, found.ndcg_10,
                    found.ndcg_10 - base.ndcg_10, found.recall_100, found.recall_100 - base.recall_100);
        std::fflush(stdout);
    }
}

// Every tenth title is a query whose answer is its own text, which has no title any more.
beir_collection titles_as_queries(beir_collection from)
{
    from.queries.clear();
    for (std::size_t i = 0; i < from.documents.size(); i += 10)
        if (const auto& each = from.documents[i]; !each.title.empty())
            from.queries.push_back({each.id, each.title, {{each.id, 1}}});
    for (auto& each : from.documents) each.title.clear();
    return from;
}

}  // namespace
}  // namespace parley::bench

int main(int count, char** arguments)
{
    if (count < 2) {
        std::fputs("usage: retrieval_variants FOLDER...\n", stderr);
        return 2;
    }
    try {
        for (int i = 1; i < count; ++i) {
            const std::filesystem::path folder(arguments[i]);
            auto collection = parley::bench::read_beir(folder);
            const auto name = folder.filename().string();
            parley::bench::measure_all(name, collection);
            parley::bench::measure_all(name + ", its titles as queries",
                                       parley::bench::titles_as_queries(std::move(collection)));
        }
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "retrieval_variants: %s\n", e.what());
        return 3;
    }
}
