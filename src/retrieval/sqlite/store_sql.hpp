// All SQL of the store: the schema as numbered migrations, and every statement.
//
// Values are bound, never pasted. `document.number` and `chunk.number` are never used twice
// (autoincrement), so a reader with an old number finds the old thing or nothing.
#pragma once

#include <array>

namespace parley::retrieval::sql {

inline constexpr const char* documents_and_chunks = R"(
create table store (
    only integer primary key check (only = 1),
    instance text not null,                 -- random: tells a store made anew from the one before it
    generation integer not null,            -- rises with every committed change
    removals integer not null               -- documents that left the index, ever
) strict;
insert into store values (1, lower(hex(randomblob(16))), 0, 0);

create table document (
    number integer primary key autoincrement,
    id text not null unique,
    name text not null unique,
    title text not null,
    source_path text not null,
    media_type text not null,
    category text not null,
    content_hash text not null,
    fingerprint text not null,
    size_bytes integer not null,
    modified_ns integer not null,
    pages integer not null,
    state text not null,
    reason text not null,
    chunks integer not null,
    indexed_at integer not null             -- the generation that last changed what is searched
) strict;
create index document_by_content on document (content_hash);
create index document_by_indexed_at on document (indexed_at);

create table chunk (
    number integer primary key autoincrement,
    document integer not null references document (number) on delete cascade,
    ordinal integer not null,
    id text not null unique,
    page_first integer not null,
    page_last integer not null,
    heading text not null,
    text text not null,
    unique (document, ordinal)
) strict;
)";

inline constexpr const char* vectors = R"(
-- Whose vectors these are: only vectors of one model can be compared.
create table vector_space (
    only integer primary key check (only = 1),
    model text not null,
    dimensions integer not null
) strict;

create table vector (
    chunk integer primary key references chunk (number) on delete cascade,
    unit blob not null                      -- 32-bit floats, lowest byte first, of length one together
) strict;

alter table document add column vectors integer not null default 0;  -- of its chunks, those that have one
)";

inline constexpr std::array migrations = {documents_and_chunks, vectors};
inline constexpr int schema = static_cast<int>(migrations.size());

// The store as a whole.
inline constexpr const char* read_state = "select instance, generation, removals from store";
inline constexpr const char* rise = "update store set generation = generation + 1 returning generation";
inline constexpr const char* count_removal = "update store set removals = removals + 1";

// Documents, for whoever manages them. The columns are in the order of `read_document`.
#define PARLEY_DOCUMENT_COLUMNS                                                                   \
    "id, name, title, source_path, media_type, category, content_hash, fingerprint, size_bytes, " \
    "modified_ns, "                                                                               \
    "pages, state, reason, chunks, vectors"
inline constexpr const char* all_documents = "select " PARLEY_DOCUMENT_COLUMNS " from document order by name";
inline constexpr const char* documents_after =
    "select " PARLEY_DOCUMENT_COLUMNS " from document where name > ? order by name limit ?";
inline constexpr const char* document_by_name =
    "select " PARLEY_DOCUMENT_COLUMNS " from document where name = ?";
#undef PARLEY_DOCUMENT_COLUMNS

inline constexpr const char* name_is_taken = "select 1 from document where name = ? and id <> ?";
inline constexpr const char* number_and_content =
    "select number, content_hash, chunks from document where id = ?";
inline constexpr const char* content_is_named = "select 1 from document where content_hash = ?";
inline constexpr const char* insert_document =
    "insert into document (id, name, title, source_path, media_type, category, content_hash, fingerprint, "
    "size_bytes, modified_ns, pages, state, reason, chunks, indexed_at) "
    "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, ?14)";
// What is searched beside the chunks is the title and the category: a change of those is a change for the
// index.
inline constexpr const char* update_document =
    "update document set name = ?2, title = ?3, source_path = ?4, media_type = ?5, category = ?6, "
    "content_hash = ?7, fingerprint = ?8, size_bytes = ?9, modified_ns = ?10, pages = ?11, state = ?12, "
    "reason = ?13, "
    "indexed_at = case when title = ?3 and category = ?6 then indexed_at else ?14 end where id = ?1";
inline constexpr const char* remove_document = "delete from document where id = ?";

// Chunks.
inline constexpr const char* chunks_of =
    "select chunk.id, page_first, page_last, heading, text from chunk "
    "join document on document.number = chunk.document where document.id = ? order by ordinal";
inline constexpr const char* remove_chunks = "delete from chunk where document = ?";
inline constexpr const char* insert_chunk =
    "insert into chunk (document, ordinal, id, page_first, page_last, heading, text) values (?, ?, ?, ?, ?, "
    "?, ?)";
inline constexpr const char* stamp_chunks =
    "update document set chunks = ?2, vectors = ?3, indexed_at = ?4 where number = ?1";

// Vectors.
inline constexpr const char* read_vector_space = "select model, dimensions from vector_space";
inline constexpr const char* name_vector_space = "insert or replace into vector_space values (1, ?, ?)";
inline constexpr const char* any_vector = "select 1 from vector limit 1";
inline constexpr const char* chunk_numbers_of =
    "select number from chunk where document = ? order by ordinal";
inline constexpr const char* insert_vector = "insert or replace into vector values (?, ?)";
inline constexpr const char* vector_of = "select unit from vector where chunk = ?";

// For the index and the retriever.
inline constexpr const char* documents_indexed_after =
    "select number, id, category, title from document where indexed_at > ? order by number";
inline constexpr const char* all_document_numbers = "select number from document";
inline constexpr const char* chunks_to_index =
    "select number, ordinal, heading, text, unit from chunk left join vector on vector.chunk = chunk.number "
    "where document = ? order by ordinal";
inline constexpr const char* passage_by_number =
    "select chunk.id, document.name, media_type, page_first, heading, category, text from chunk "
    "join document on document.number = chunk.document where chunk.number = ?";

}  // namespace parley::retrieval::sql
