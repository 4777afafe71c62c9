// The retriever on our own store: ranks in memory, fetches the texts from SQLite, and the vectors of the best
// to rank these exactly.
//
// Thread-safe; made once, used by all loops. A search of a small index whose passages were read before is
// answered where it was asked; any other is one hop to the blocking pool and back. A document that was
// removed answers nothing, and one that was replaced answers anew, even before the index has heard of it.
// Before the store has been read a search is an error: "nothing found" would be a wrong answer.
#pragma once

#include "base/log.hpp"
#include "base/offload.hpp"
#include "retrieval/retriever.hpp"
#include "retrieval/sqlite/live_index.hpp"
#include "retrieval/sqlite/passage_cache.hpp"
#include "retrieval/sqlite/passage_reader.hpp"
#include "retrieval/sqlite/ranking.hpp"
#include "retrieval/sqlite/store.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::retrieval {

class sqlite_retriever : public retriever {
public:
    // `pool` and `log` outlive this. The folder need not exist yet.
    sqlite_retriever(std::filesystem::path folder, asio::thread_pool& pool, log_sink& log);
    ~sqlite_retriever() override;

    void start();  // begins to follow the store
    void stop();   // ends that; searches go on with what there is

    asio::awaitable<result<std::vector<passage>>> search(search_request request, deadline until) override;
    std::optional<vector_space> space() const override { return index_.current().space; }

    // For showing a source: the document, and where the bytes it was read from are kept.
    asio::awaitable<result<std::optional<document>>> document_by_name(std::string name, deadline until);
    std::filesystem::path content_path(std::string_view content_hash) const;

    std::size_t passages() const { return index_.current().index->passages(); }
    // Good, or why a search would fail: errc::busy while the store is read for the first time.
    result<void> readiness() const { return index_.readiness(); }

    // For commands that answer once: what the store holds now is searchable when this returns. Blocking.
    result<void> refresh() { return index_.refresh(); }

private:
    struct worker;  // what one blocking thread needs: a connection and scratch
    class lease;
    struct fetched {
        std::vector<passage> passages;
        bool all_there = true;  // else the store has changed since the ranking
    };

    std::optional<std::vector<passage>> search_memory(const search_request& request);
    result<std::vector<passage>> search_store(const search_request& request, deadline until);
    result<wanted_documents> find_named(store_reader& reader, const search_request& request);
    result<fetched> read_best(worker& with, const live_index::view& from, const search_request& request,
                              const wanted_documents& wanted, deadline until);
    result<fetched> fetch(passage_reader& reader, const std::vector<passage_hit>& hits,
                          const std::optional<store_moment>& moment, deadline until);
    static result<std::optional<document>> find_now(store_reader& reader, std::string_view name);

    std::filesystem::path folder_;
    std::filesystem::path log_file_;  // SQLite's write-ahead log
    asio::thread_pool& pool_;
    live_index index_;
    passage_cache read_before_;
    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<worker>> idle_;  // as many as ever worked at once
};

}  // namespace parley::retrieval
