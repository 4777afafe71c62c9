#include "retrieval/sqlite/store.hpp"

#include "base/private_folder.hpp"
#include "retrieval/sqlite/content_folder.hpp"
#include "retrieval/sqlite/document_row.hpp"
#include "retrieval/sqlite/store_sql.hpp"
#include "retrieval/sqlite/writer_lock.hpp"
#include "sqlite/database.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/statement.hpp"
#include "sqlite/transaction.hpp"

namespace parley::retrieval {

namespace fs = std::filesystem;

// What the row of a document says before it is changed.
struct known_document {
    std::int64_t number = 0;
    std::string content_hash;
    std::int64_t chunks = 0;
};

namespace {

// Of a statement whose columns are those of `sql::all_documents`.
result<std::vector<document>> read_documents(sqlite::statement& asked)
{
    std::vector<document> found;
    for (;;) {
        auto row = asked.next();
        if (!row) return row.error();
        if (!*row) return found;
        found.push_back(read_document(asked));
    }
}

}  // namespace

class store::impl {
public:
    impl(sqlite::database db, std::optional<writer_lock> lock, const fs::path& folder)
        : lock_(std::move(lock)), db_(std::move(db)), content_(folder / "content")
    {
    }

    // Runs `change(generation)` and commits; nothing of it stays when it fails.
    template <class F>
    result<void> commit(F change)
    {
        if (!lock_) return error{errc::invalid_input, "the store was opened for reading only"};
        auto moment = sqlite::transaction::begin(db_, sqlite::access::write);
        if (!moment) return moment.error();
        auto risen = number(sql::rise);
        if (!risen) return risen.error();
        if (auto changed = change(*risen); !changed) return changed;
        return moment->commit();
    }

    // The first column of the first row, or nothing.
    template <class... Values>
    result<std::optional<std::int64_t>> find_number(const char* text, const Values&... values)
    {
        auto asked = db_.prepare(text);
        if (!asked) return asked.error();
        if (auto bound = asked->bind(values...); !bound) return bound.error();
        auto row = asked->next();
        if (!row) return row.error();
        return *row ? std::optional(asked->integer(0)) : std::nullopt;
    }
    result<std::int64_t> number(const char* text)
    {
        // Stepped to its end: a statement that writes and returns is done only then.
        auto asked = db_.prepare(text);
        if (!asked) return asked.error();
        auto row = asked->next();
        if (!row) return row.error();
        const std::int64_t value = asked->integer(0);
        if (auto end = asked->next(); !end) return end.error();
        return value;
    }

    template <class... Values>
    result<void> run(const char* text, const Values&... values)
    {
        auto asked = db_.prepare(text);
        if (!asked) return asked.error();
        return asked->run(values...);
    }

    result<std::optional<known_document>> find_known(std::string_view id)
    {
        auto asked = db_.prepare(sql::number_and_content);
        if (!asked) return asked.error();
        if (auto bound = asked->bind(id); !bound) return bound.error();
        auto row = asked->next();
        if (!row) return row.error();
        if (!*row) return std::optional<known_document>();
        return std::optional(
            known_document{asked->integer(0), std::string(asked->text(1)), asked->integer(2)});
    }

    // Writes the manifest row and says which document it is now.
    result<std::int64_t> write_row(const document& doc, const std::optional<known_document>& known,
                                   std::int64_t generation)
    {
        auto taken = find_number(sql::name_is_taken, doc.name, doc.id);
        if (!taken) return taken.error();
        if (*taken) return error{errc::invalid_input, "another document has this public name already"};
        auto written =
            run(known ? sql::update_document : sql::insert_document, doc.id, doc.name, doc.title,
                doc.source_path, doc.media_type, doc.category, doc.content_hash, doc.fingerprint,
                doc.size_bytes, doc.modified_ns, doc.pages, name_of(doc.state), doc.reason, generation);
        if (!written) return written.error();
        return known ? known->number : db_.last_insert_id();
    }

    result<void> write_chunks(std::int64_t number, std::span<const chunk> chunks)
    {
        auto insert = db_.prepare(sql::insert_chunk);
        if (!insert) return insert.error();
        std::int64_t ordinal = 0;
        for (const chunk& c : chunks) {
            auto ran = insert->run(number, ordinal++, c.id, c.page_first, c.page_last, c.heading, c.text);
            if (!ran) return ran;
        }
        return {};
    }

    // After the commit: the copy of the version before goes when nothing names it.
    result<void> drop_unnamed(std::string_view content_hash)
    {
        auto named = find_number(sql::content_is_named, content_hash);
        if (!named) return named.error();
        if (!*named) content_.drop(content_hash);
        return {};
    }

    // The manifest row and what `more(number, generation)` writes beside it, in one transaction.
    template <class More>
    result<void> write(const document& doc, More more)
    {
        std::optional<known_document> known;
        auto committed = commit([&](std::int64_t generation) -> result<void> {
            auto found = find_known(doc.id);
            if (!found) return found.error();
            known = *found;
            auto number = write_row(doc, known, generation);
            if (!number) return number.error();
            return more(*number, generation);
        });
        if (!committed || !known || known->content_hash == doc.content_hash) return committed;
        return drop_unnamed(known->content_hash);
    }

    std::optional<writer_lock> lock_;
    sqlite::database db_;
    content_folder content_;
};

store::store(std::unique_ptr<impl> hidden) : impl_(std::move(hidden)) {}
store::store(store&&) noexcept = default;
store& store::operator=(store&&) noexcept = default;
store::~store() = default;

result<store> store::open(const fs::path& folder, access mode)
{
    const fs::path file = folder / "parley.db";
    if (mode == access::read) {
        auto db = sqlite::database::open(file, sqlite::access::read);
        if (!db) return db.error();
        if (auto known = sqlite::expect_version(*db, sql::schema); !known) return known.error();
        return store(std::make_unique<impl>(std::move(*db), std::nullopt, folder));
    }

    if (auto made = make_private_folder(folder); !made)
        return error{errc::storage, "cannot make the data folder " + folder.string() + ": " +
                                        made.error().detail + ": choose another one with --data"};
    auto lock = writer_lock::take(folder / "writer.lock");
    if (!lock) return lock.error();
    make_private_file(file);
    auto db = sqlite::database::open(file, sqlite::access::write);
    if (!db) return db.error();
    if (auto migrated = sqlite::migrate(*db, sql::migrations); !migrated) return migrated.error();
    return store(std::make_unique<impl>(std::move(*db), std::move(*lock), folder));
}

result<std::vector<document>> store::documents() const
{
    auto asked = impl_->db_.prepare(sql::all_documents);
    if (!asked) return asked.error();
    return read_documents(*asked);
}

result<std::vector<document>> store::documents_after(std::string_view name, std::size_t at_most) const
{
    auto asked = impl_->db_.prepare(sql::documents_after);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(name, static_cast<std::int64_t>(at_most)); !bound) return bound.error();
    return read_documents(*asked);
}

result<std::optional<document>> store::find_by_name(std::string_view name) const
{
    auto asked = impl_->db_.prepare(sql::document_by_name);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(name); !bound) return bound.error();
    auto row = asked->next();
    if (!row) return row.error();
    return *row ? std::optional(read_document(*asked)) : std::nullopt;
}

result<std::vector<chunk>> store::chunks_of(std::string_view document_id) const
{
    auto asked = impl_->db_.prepare(sql::chunks_of);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(document_id); !bound) return bound.error();
    std::vector<chunk> found;
    for (;;) {
        auto row = asked->next();
        if (!row) return row.error();
        if (!*row) return found;
        found.push_back({std::string(asked->text(0)), static_cast<int>(asked->integer(1)),
                         static_cast<int>(asked->integer(2)), std::string(asked->text(3)),
                         std::string(asked->text(4))});
    }
}

result<void> store::keep_content(const fs::path& file, std::string_view content_hash)
{
    if (!impl_->lock_) return error{errc::invalid_input, "the store was opened for reading only"};
    return impl_->content_.keep(file, content_hash);
}

fs::path store::content_path(std::string_view content_hash) const
{
    return impl_->content_.path_of(content_hash);
}

result<void> store::replace(const document& doc, std::span<const chunk> chunks, const chunk_vectors& vectors)
{
    return impl_->write(doc, [&](std::int64_t number, std::int64_t generation) -> result<void> {
        if (auto gone = impl_->run(sql::remove_chunks, number); !gone) return gone;
        if (auto written = impl_->write_chunks(number, chunks); !written) return written;
        if (auto written = write_vectors(impl_->db_, number, vectors); !written) return written;
        return impl_->run(sql::stamp_chunks, number, chunks.size(), vectors.units.size(), generation);
    });
}

result<void> store::add_vectors(std::string_view document_id, const chunk_vectors& vectors)
{
    return impl_->commit([&](std::int64_t generation) -> result<void> {
        auto known = impl_->find_known(document_id);
        if (!known) return known.error();
        if (!*known) return error{errc::not_found, "no such document"};
        const auto& [number, content_hash, chunks] = **known;
        if (auto written = write_vectors(impl_->db_, number, vectors); !written) return written;
        return impl_->run(sql::stamp_chunks, number, chunks, vectors.units.size(), generation);
    });
}

result<std::optional<vector_space>> store::space() const
{
    return read_vector_space(impl_->db_);
}

result<void> store::record(const document& doc)
{
    return impl_->write(doc, [](std::int64_t, std::int64_t) { return result<void>(); });
}

result<void> store::remove(std::string_view document_id)
{
    std::optional<known_document> known;
    auto committed = impl_->commit([&](std::int64_t) -> result<void> {
        auto found = impl_->find_known(document_id);
        if (!found) return found.error();
        known = *found;
        if (!known) return error{errc::not_found, "no such document"};
        if (auto counted = impl_->run(sql::count_removal); !counted) return counted;
        return impl_->run(sql::remove_document, document_id);
    });
    if (!committed) return committed;
    return impl_->drop_unnamed(known->content_hash);
}

result<void> store::sweep_content()
{
    if (!impl_->lock_) return error{errc::invalid_input, "the store was opened for reading only"};
    return impl_->content_.sweep([this](std::string_view hash) -> result<bool> {
        auto named = impl_->find_number(sql::content_is_named, hash);
        if (!named) return named.error();
        return named->has_value();
    });
}

result<std::int64_t> store::generation() const
{
    auto asked = impl_->db_.prepare(sql::read_state);
    if (!asked) return asked.error();
    auto row = asked->next();
    if (!row) return row.error();
    return asked->integer(1);
}

}  // namespace parley::retrieval
