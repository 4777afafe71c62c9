// SQLite's FTS5 is the oracle: on text whose words its tokenizer and ours cut alike, the same passages match,
// with the same scores.
//
// One known difference: FTS5 takes idf = max(1e-6, ln((N - n + .5) / (n + .5))), ours is
// ln(1 + (N - n + .5) / (n + .5)), which keeps frequent words worth something in small stores. So each term
// is asked of FTS5 alone, its idf divided out and ours put in, and the sum over the terms must be our score.
#include "base/temporary_folder.hpp"
#include "retrieval/lexical/bm25.hpp"
#include "retrieval/lexical/random_corpus.hpp"
#include "sqlite/database.hpp"
#include "sqlite/statement.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace parley::retrieval {
namespace {

class oracle {
public:
    oracle() : db_(sqlite::database::open(folder_.path / "oracle.db", sqlite::access::write).value())
    {
        EXPECT_TRUE(db_.execute("pragma synchronous = off"));
        EXPECT_TRUE(db_.execute("create virtual table passage using fts5 (text, tokenize = 'unicode61')"));
    }
    void add(std::int64_t number, const std::string& text)
    {
        auto insert = db_.prepare("insert into passage (rowid, text) values (?, ?)").value();
        EXPECT_TRUE(insert.run(number, text));
        ++passages_;
    }

    // Scores by passage, with our idf.
    std::map<std::int64_t, double> scores(const std::string& query)
    {
        std::map<std::int64_t, double> sums;
        std::istringstream words(query);
        for (std::string word; words >> word;) {
            const auto scored = scores_of(word);
            const auto all = static_cast<double>(passages_);
            const auto with = static_cast<double>(scored.size());
            const double theirs = std::max(1e-6, std::log((all - with + 0.5) / (with + 0.5)));
            for (const auto& [number, score] : scored)
                sums[number] += score / theirs * static_cast<double>(bm25::idf(passages_, scored.size()));
        }
        return sums;
    }

    std::set<std::int64_t> matches(const std::string& query)
    {
        std::string any;
        std::istringstream words(query);
        for (std::string word; words >> word;) any += (any.empty() ? "\"" : " OR \"") + word + "\"";
        auto asked = db_.prepare("select rowid from passage where passage match ?").value();
        EXPECT_TRUE(asked.bind(any));
        std::set<std::int64_t> found;
        while (asked.next().value()) found.insert(asked.integer(0));
        return found;
    }

private:
    std::map<std::int64_t, double> scores_of(const std::string& word)
    {
        auto asked = db_.prepare("select rowid, -bm25(passage) from passage where passage match ?").value();
        EXPECT_TRUE(asked.bind("\"" + word + "\""));
        std::map<std::int64_t, double> found;
        while (asked.next().value()) found[asked.integer(0)] = asked.real(1);
        return found;
    }

    temporary_folder folder_;
    sqlite::database db_;
    std::size_t passages_ = 0;
};

struct Oracle : testing::Test {
    oracle fts5;
    lexical_index index;
    random_corpus random{42};
    lexical_scratch scratch;

    void SetUp() override
    {
        for (std::int64_t number = 1; number <= 600; ++number) {
            const std::string text = random.words(1 + random.below(60));
            fts5.add(number, text);
            index.start_document(number, "id" + std::to_string(number), "", "");
            index.add_passage(number, 0, "", text);
        }
    }
    // All hits, checked against the oracle one by one.
    void compare(const std::string& query)
    {
        const auto expected = fts5.scores(query);
        const auto hits = index.publish()->search({.text = query, .top = snapshot::top_max}, scratch);
        std::set<std::int64_t> found;
        for (const auto& hit : hits) {
            found.insert(hit.chunk);
            ASSERT_TRUE(expected.contains(hit.chunk)) << query;
            EXPECT_NEAR(hit.score, expected.at(hit.chunk), 1e-4 * (1 + expected.at(hit.chunk))) << query;
        }
        EXPECT_EQ(found, fts5.matches(query)) << query;
        for (std::size_t i = 1; i < hits.size(); ++i) EXPECT_GE(hits[i - 1].score, hits[i].score) << query;
    }
};

TEST_F(Oracle, AgreesOnWhichPassagesMatchAndOnEveryScore)
{
    for (int i = 0; i < 40; ++i) compare(random.words(1 + random.below(8)));
}

TEST_F(Oracle, AgreesWhenAQuerySaysAWordTwice)
{
    const std::string word = random.word();
    compare(word + " " + random.word() + " " + word);
}

TEST_F(Oracle, AgreesThatAnUnknownWordMatchesNothing)
{
    compare("unheard");
}

}  // namespace
}  // namespace parley::retrieval
