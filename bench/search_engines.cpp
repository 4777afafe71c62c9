#include "search_engines.hpp"

#include "retrieval/lexical/index.hpp"
#include "retrieval/lexical/stop_words.hpp"
#include "sqlite/database.hpp"
#include "sqlite/statement.hpp"

#include <cctype>
#include <vector>
#include <xapian.h>

namespace parley::bench {
namespace {

class our_engine : public search_engine {
public:
    std::string_view name() const override { return "parley"; }
    void add(std::int64_t number, const std::string& text) override
    {
        index_.start_document(number, std::to_string(number), "", "");
        index_.add_passage(number, 0, "", text);
    }
    void finish() override { published_ = index_.publish(); }
    std::size_t search(const std::string& query, std::size_t top) override
    {
        return published_->search({.text = query, .top = top}, scratch_).size();
    }
    std::size_t memory_bytes() const override { return published_->memory_bytes(); }

private:
    retrieval::lexical_index index_;
    std::shared_ptr<const retrieval::snapshot> published_;
    retrieval::lexical_scratch scratch_;
};

// For the other engines: lower-case words without stop words.
std::vector<std::string> words_of(const std::string& query)
{
    std::vector<std::string> words(1);
    for (const char c : query + " ") {
        if (std::isalnum(static_cast<unsigned char>(c)))
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (retrieval::is_stop_word(words.back()))
            words.back().clear();
        else if (!words.back().empty())
            words.emplace_back();
    }
    words.pop_back();
    return words;
}

class fts5_engine : public search_engine {
public:
    explicit fts5_engine(const std::filesystem::path& folder)
        : db_(sqlite::database::open(folder / "fts5.db", sqlite::access::write).value())
    {
        db_.execute(
               "pragma synchronous = off; pragma cache_size = -1000000; pragma mmap_size = 4000000000; "
               "create virtual table passage using fts5 (text, content = '', tokenize = 'porter unicode61'); "
               "begin")
            .value();
    }
    std::string_view name() const override { return "FTS5"; }
    void add(std::int64_t number, const std::string& text) override
    {
        if (!insert_)
            insert_ = std::make_unique<sqlite::statement>(
                db_.prepare("insert into passage (rowid, text) values (?, ?)").value());
        insert_->run(number, text).value();
    }
    void finish() override
    {
        db_.execute("commit; insert into passage (passage) values ('optimize')").value();
        find_ = std::make_unique<sqlite::statement>(
            db_.prepare("select rowid from passage where passage match ? order by rank limit ?").value());
    }
    std::size_t search(const std::string& query, std::size_t top) override
    {
        std::string any;
        for (const auto& word : words_of(query)) any += (any.empty() ? "\"" : " OR \"") + word + "\"";
        find_->bind(any, top).value();
        std::size_t found = 0;
        while (find_->next().value()) ++found;
        return found;
    }

private:
    sqlite::database db_;
    std::unique_ptr<sqlite::statement> insert_;
    std::unique_ptr<sqlite::statement> find_;
};

class xapian_engine : public search_engine {
public:
    explicit xapian_engine(const std::filesystem::path& folder)
        : db_((folder / "xapian").string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC)
    {
        split_.set_stemmer(stem_);
        split_.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
    }
    std::string_view name() const override { return "Xapian"; }
    void add(std::int64_t, const std::string& text) override
    {
        Xapian::Document document;
        split_.set_document(document);
        split_.index_text_without_positions(text);
        db_.add_document(document);
    }
    void finish() override { db_.commit(); }
    std::size_t search(const std::string& query, std::size_t top) override
    {
        std::vector<Xapian::Query> terms;
        for (const auto& word : words_of(query)) terms.emplace_back(stem_(word));
        Xapian::Enquire enquire(db_);
        enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
        enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
        return enquire.get_mset(0, static_cast<Xapian::doccount>(top)).size();
    }

private:
    Xapian::WritableDatabase db_;
    Xapian::TermGenerator split_;
    Xapian::Stem stem_{"english"};
};

}  // namespace

std::unique_ptr<search_engine> make_our_engine()
{
    return std::make_unique<our_engine>();
}

std::unique_ptr<search_engine> make_fts5_engine(const std::filesystem::path& folder)
{
    return std::make_unique<fts5_engine>(folder);
}

std::unique_ptr<search_engine> make_xapian_engine(const std::filesystem::path& folder)
{
    return std::make_unique<xapian_engine>(folder);
}

}  // namespace parley::bench
