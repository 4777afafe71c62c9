#include "retrieval/sqlite/sqlite_retriever.hpp"

#include "retrieval/sqlite/content_folder.hpp"
#include "retrieval/sqlite/document_row.hpp"
#include "retrieval/sqlite/store_sql.hpp"
#include "sqlite/statement.hpp"

#include <algorithm>

namespace parley::retrieval {
namespace {

// About 3,000 passages: the questions of an hour are about fewer.
constexpr std::size_t cached_bytes_max = 4 * 1024 * 1024;

// Ranking this many for a usual question takes a tenth of a millisecond (bench/retrieval_latency), which the
// other streams of a loop do not feel; a hop to the pool and back costs about as much. What is larger, or
// asked with a pasted text, is ranked on the pool.
constexpr std::size_t ranked_on_loop_max = 10'000;
constexpr std::size_t asked_on_loop_bytes_max = 1024;

// Documents may be replaced faster than they are ranked: what is there after so many tries is the answer.
constexpr int rankings_max = 10;

bool is_quick(const snapshot& index, const search_request& request)
{
    return index.passages() <= ranked_on_loop_max && request.text.size() <= asked_on_loop_bytes_max;
}

bool has_passed(deadline until)
{
    return std::chrono::steady_clock::now() >= until;
}

error too_late()
{
    return {errc::timed_out, "the search did not finish before the deadline"};
}

}  // namespace

struct sqlite_retriever::worker {
    explicit worker(const std::filesystem::path& folder) : reader(folder) {}

    store_reader reader;
    lexical_scratch scratch;
};

// A worker for as long as this lives.
class sqlite_retriever::lease {
public:
    explicit lease(sqlite_retriever& of) : of_(of)
    {
        const std::lock_guard lock(of_.idle_mutex_);
        if (of_.idle_.empty()) return;
        mine_ = std::move(of_.idle_.back());
        of_.idle_.pop_back();
    }
    ~lease()
    {
        const std::lock_guard lock(of_.idle_mutex_);
        if (mine_) of_.idle_.push_back(std::move(mine_));
    }
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;

    worker& get()
    {
        if (!mine_) mine_ = std::make_unique<worker>(of_.folder_);
        return *mine_;
    }

private:
    sqlite_retriever& of_;
    std::unique_ptr<worker> mine_;
};

sqlite_retriever::sqlite_retriever(std::filesystem::path folder, asio::thread_pool& pool, log_sink& log)
    : folder_(std::move(folder)),
      log_file_(folder_ / "parley.db-wal"),
      pool_(pool),
      index_(folder_, log),
      read_before_(cached_bytes_max)
{
}

sqlite_retriever::~sqlite_retriever() = default;

void sqlite_retriever::start()
{
    index_.start();
}

void sqlite_retriever::stop()
{
    index_.stop();
}

std::filesystem::path sqlite_retriever::content_path(std::string_view content_hash) const
{
    return content_folder(folder_ / "content").path_of(content_hash);
}

asio::awaitable<result<std::vector<passage>>> sqlite_retriever::search(search_request request, deadline until)
{
    if (has_passed(until)) co_return too_late();
    if (auto ready = index_.readiness(); !ready) co_return ready.error();
    if (request.mode == retrieval_mode::text && !request.include_documents)
        if (auto found = search_memory(request)) co_return *std::move(found);
    // Named first: GCC 12 copies a temporary closure byte by byte into the frame of the coroutine.
    auto work = [this, request = std::move(request), until] { return search_store(request, until); };
    co_return co_await offload(pool_, std::move(work));
}

asio::awaitable<result<std::optional<document>>> sqlite_retriever::document_by_name(std::string name,
                                                                                    deadline until)
{
    if (has_passed(until)) co_return too_late();
    auto work = [this, name = std::move(name)] {
        lease leased(*this);
        return find_now(leased.get().reader, name);
    };
    co_return co_await offload(pool_, std::move(work));
}

// What can be found without waiting for anybody; nothing when the store has to be asked.
std::optional<std::vector<passage>> sqlite_retriever::search_memory(const search_request& request)
{
    const auto from = index_.current();
    if (!is_quick(*from.index, request)) return std::nullopt;
    const auto moment = moment_of(log_file_, from.number, std::chrono::system_clock::now());
    if (!moment) return std::nullopt;
    lease leased(*this);
    return read_before_.find(*moment, from.index->search(words_of(request), leased.get().scratch));
}

result<std::vector<passage>> sqlite_retriever::search_store(const search_request& request, deadline until)
{
    lease leased(*this);
    const auto wanted = find_named(leased.get().reader, request);
    if (!wanted) return wanted.error();
    for (int ranking = 1;; ++ranking) {
        if (has_passed(until)) return too_late();
        const auto from = index_.current();
        auto read = read_best(leased.get(), from, request, *wanted, until);
        if (!read) return read.error();
        if (read->all_there || ranking == rankings_max) return std::move(read->passages);
        // What replaced the missing chunks may be the answer, and the index has not heard of it.
        if (auto refreshed = index_.refresh(); !refreshed) return refreshed.error();
    }
}

// What is best in the index, read from the store.
result<sqlite_retriever::fetched> sqlite_retriever::read_best(worker& with, const live_index::view& from,
                                                              const search_request& request,
                                                              const wanted_documents& wanted, deadline until)
{
    auto found = rank_in_memory(*from.index, request, wanted, with.scratch);
    if (found.by_words.empty() && found.by_vector.empty()) return fetched();
    auto store = with.reader.current();
    if (!store) return store.error();
    if (!*store) return fetched();
    // Before the reading: see passage_cache::keep.
    const auto moment = moment_of(log_file_, from.number, std::chrono::system_clock::now());
    auto reader = passage_reader::begin(**store, from.store_instance);
    if (!reader) return reader.error();
    if (!*reader) return fetched{.passages = {}, .all_there = false};

    if (request.mode == retrieval_mode::text) return fetch(**reader, found.by_words, moment, until);
    auto exact = rank_exactly(**reader, *from.index, found.by_vector, request.unit, until);
    if (!exact) return exact.error();
    const bool all_measured = exact->size() == found.by_vector.size();
    found.by_vector = std::move(*exact);
    auto best = fetch(**reader, choose(*from.index, found, request), moment, until);
    if (best && !all_measured) best->all_there = false;
    return best;
}

result<sqlite_retriever::fetched> sqlite_retriever::fetch(passage_reader& reader,
                                                          const std::vector<passage_hit>& hits,
                                                          const std::optional<store_moment>& moment,
                                                          deadline until)
{
    fetched found;
    for (const auto& hit : hits) {
        if (has_passed(until)) return too_late();
        auto read = reader.read(hit);
        if (!read) return read.error();
        if (!*read) {
            found.all_there = false;
            continue;
        }
        found.passages.push_back(std::move(**read));
        if (moment) read_before_.keep(*moment, hit.chunk, found.passages.back());
    }
    return found;
}

// The documents that the request names.
result<wanted_documents> sqlite_retriever::find_named(store_reader& reader, const search_request& request)
{
    if (!request.include_documents) return wanted_documents();
    std::vector<std::string> ids;
    for (const auto& name : *request.include_documents) {
        auto found = find_now(reader, name);
        if (!found) return found.error();
        if (!*found)
            return error{errc::invalid_input,
                         "One of the chosen documents is not there any more: choose again."};
        ids.push_back(std::move((*found)->id));
    }
    std::ranges::sort(ids);
    return wanted_documents(std::move(ids));
}

result<std::optional<document>> sqlite_retriever::find_now(store_reader& reader, std::string_view name)
{
    auto store = reader.current();
    if (!store) return store.error();
    if (!*store) return std::optional<document>();
    auto asked = (*store)->prepare(sql::document_by_name);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(name); !bound) return bound.error();
    auto row = asked->next();
    if (!row) return row.error();
    return *row ? std::optional(read_document(*asked)) : std::nullopt;
}

}  // namespace parley::retrieval
