#include "retrieval/sqlite/sqlite_retriever.hpp"

#include "retrieval/sqlite/content_folder.hpp"
#include "retrieval/sqlite/document_row.hpp"
#include "retrieval/sqlite/store_sql.hpp"
#include "sqlite/statement.hpp"
#include "sqlite/transaction.hpp"

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

// The row under `row`, whose columns are those of `sql::passage_by_number`.
passage read_passage(const sqlite::statement& row, float score)
{
    passage found;
    found.chunk_id = row.text(0);
    found.document = row.text(1);
    found.page = static_cast<int>(row.integer(3));
    found.heading = row.text(4);
    found.category = row.text(5);
    found.text = row.text(6);
    found.score = score;
    found.citation = found.document;
    if (row.text(2) == "application/pdf" && found.page > 0)
        found.citation += "#page=" + std::to_string(found.page);
    return found;
}

}  // namespace

struct sqlite_retriever::worker {
    explicit worker(const std::filesystem::path& folder) : reader(folder) {}

    store_reader reader;
    lexical_scratch scratch;
};

namespace {

std::vector<lexical_hit> rank(const snapshot& index, const search_request& request, lexical_scratch& scratch)
{
    return index.search({.text = request.text,
                         .top = request.top,
                         .include_category = request.include_category,
                         .exclude_category = request.exclude_category,
                         .score_min = request.score_min},
                        scratch);
}

}  // namespace

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
    if (auto found = search_memory(request)) co_return *std::move(found);
    // Named first: GCC 12 copies a temporary closure byte by byte into the frame of the coroutine.
    auto work = [this, request = std::move(request), until] { return search_store(request, until); };
    co_return co_await offload(pool_, std::move(work));
}

asio::awaitable<result<std::optional<document>>> sqlite_retriever::document_by_name(std::string name,
                                                                                    deadline until)
{
    if (has_passed(until)) co_return too_late();
    auto work = [this, name = std::move(name)] { return find_now(name); };
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
    return read_before_.find(*moment, rank(*from.index, request, leased.get().scratch));
}

result<std::vector<passage>> sqlite_retriever::search_store(const search_request& request, deadline until)
{
    lease leased(*this);
    for (int ranking = 1;; ++ranking) {
        if (has_passed(until)) return too_late();
        const auto from = index_.current();
        auto read = fetch(leased.get(), from, rank(*from.index, request, leased.get().scratch), until);
        if (!read) return read.error();
        if (read->all_there || ranking == rankings_max) return std::move(read->passages);
        // What replaced the missing chunks may be the answer, and the index has not heard of it.
        if (auto refreshed = index_.refresh(); !refreshed) return refreshed.error();
    }
}

result<sqlite_retriever::fetched> sqlite_retriever::fetch(worker& with, const live_index::view& from,
                                                          const std::vector<lexical_hit>& hits,
                                                          deadline until)
{
    fetched found;
    if (hits.empty()) return found;
    auto store = with.reader.current();
    if (!store) return store.error();
    if (!*store) return found;
    // Before the reading: see passage_cache::keep.
    const auto moment = moment_of(log_file_, from.number, std::chrono::system_clock::now());
    auto reading = sqlite::transaction::begin(**store, sqlite::access::read);
    if (!reading) return reading.error();
    auto state = read_state(**store);
    if (!state) return state.error();
    // Made anew since the index was read: its numbers mean other chunks now.
    found.all_there = state->instance == from.store_instance;
    if (!found.all_there) return found;

    auto asked = (*store)->prepare(sql::passage_by_number);
    if (!asked) return asked.error();
    for (const auto& hit : hits) {
        if (has_passed(until)) return too_late();
        if (auto bound = asked->bind(hit.chunk); !bound) return bound.error();
        auto row = asked->next();
        if (!row) return row.error();
        if (!*row) {
            found.all_there = false;
            continue;
        }
        found.passages.push_back(read_passage(*asked, hit.score));
        if (moment) read_before_.keep(*moment, hit.chunk, found.passages.back());
    }
    return found;
}

result<std::optional<document>> sqlite_retriever::find_now(std::string_view name)
{
    lease leased(*this);
    auto store = leased.get().reader.current();
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
