#include "retrieval/sqlite/live_index.hpp"

#include "retrieval/sqlite/store_sql.hpp"
#include "retrieval/sqlite/vector_table.hpp"
#include "sqlite/statement.hpp"
#include "sqlite/transaction.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace parley::retrieval {
namespace {

struct changed_document {
    std::int64_t number;
    std::string id;
    std::string category;
    std::string title;
};

result<std::vector<changed_document>> documents_after(sqlite::database& store, std::int64_t generation)
{
    auto asked = store.prepare(sql::documents_indexed_after);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(generation); !bound) return bound.error();
    std::vector<changed_document> found;
    for (;;) {
        auto row = asked->next();
        if (!row) return row.error();
        if (!*row) return found;
        found.push_back({asked->integer(0), std::string(asked->text(1)), std::string(asked->text(2)),
                         std::string(asked->text(3))});
    }
}

}  // namespace

live_index::live_index(std::filesystem::path folder, log_sink& log, poll_pauses pauses)
    : log_(log), pauses_(pauses), reader_(std::move(folder))
{
    published_.index = index_.publish();
    readiness_ = error{errc::busy, "the index is still being read", std::chrono::seconds(1)};
}

live_index::~live_index()
{
    stop();
}

void live_index::start()
{
    thread_ = std::thread([this] { poll(); });
}

void live_index::stop()
{
    {
        const std::lock_guard lock(thread_mutex_);
        is_stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

live_index::view live_index::current() const
{
    const std::lock_guard lock(published_mutex_);
    return published_;
}

result<void> live_index::readiness() const
{
    const std::lock_guard lock(published_mutex_);
    return readiness_;
}

void live_index::poll()
{
    std::string failure_before;  // warned of once, not five times a second
    auto pause = pauses_.usual;
    std::unique_lock lock(thread_mutex_);
    while (!is_stopping_) {
        lock.unlock();
        auto refreshed = refresh();
        const std::string failure = refreshed ? "" : refreshed.error().detail;
        // A refresh that failed begins again from nothing, which may be the reading of a whole store.
        pause = refreshed ? pauses_.usual : std::min(pause * 2, pauses_.longest);
        if (!refreshed)
            log_.write(failure == failure_before ? log_level::debug : log_level::warning,
                       "index_refresh_failed", {{"detail", failure}, {"next_look_ms", pause.count()}});
        failure_before = failure;
        lock.lock();
        wake_.wait_for(lock, pause, [this] { return is_stopping_; });
    }
}

result<void> live_index::refresh()
{
    const std::lock_guard lock(refreshing_);
    auto looked = look();
    if (looked) return looked;
    const std::lock_guard published(published_mutex_);
    // A store of a newer program is no fault of those who ask.
    if (!readiness_ && looked.error().code != errc::busy)
        readiness_ = error{errc::storage, looked.error().detail};
    return looked;
}

result<void> live_index::look()
{
    auto store = reader_.current();
    if (!store) return store.error();
    if (!*store) {
        if (!loaded_.instance.empty()) forget();
        if (!readiness() || !current().store_instance.empty()) publish();
        return {};
    }
    return follow(**store);
}

result<void> live_index::follow(sqlite::database& store)
{
    // The version is read before the state: a commit in between is then seen twice, and never missed.
    auto version = store.data_version();
    if (!version) return version.error();
    auto now = read_state(store);
    if (!now) return now.error();
    const bool is_same_store = now->instance == loaded_.instance;
    if (is_same_store && *version == data_version_ && now->generation == loaded_.generation) return {};
    if (!is_same_store) forget();

    const auto began = std::chrono::steady_clock::now();
    {
        auto moment = sqlite::transaction::begin(store, sqlite::access::read);
        if (!moment) return moment.error();
        auto state = read_state(store);
        auto done = state ? load(store, *state) : result<void>(state.error());
        if (!done) {
            forget();  // half read: the next refresh starts from nothing, and readers keep what they have
            return done;
        }
        data_version_ = *version;
    }
    publish();
    bool has_merged = false;
    while (index_.tidy_up()) has_merged = true;
    if (has_merged) publish();

    const auto took = std::chrono::steady_clock::now() - began;
    log_.write(log_level::debug, "index_refreshed",
               {{"passages", static_cast<std::int64_t>(current().index->passages())},
                {"took_ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}});
    return {};
}

result<void> live_index::load(sqlite::database& store, const store_state& now)
{
    if (now.removals != loaded_.removals)
        if (auto dropped = drop_removed(store); !dropped) return dropped;
    if (auto added = add_changed(store); !added) return added;
    auto space = read_vector_space(store);
    if (!space) return space.error();
    space_ = std::move(*space);
    loaded_ = now;
    return {};
}

result<void> live_index::drop_removed(sqlite::database& store)
{
    auto asked = store.prepare(sql::all_document_numbers);
    if (!asked) return asked.error();
    auto gone = documents_;
    for (;;) {
        auto row = asked->next();
        if (!row) return row.error();
        if (!*row) break;
        gone.erase(asked->integer(0));
    }
    for (const auto number : gone) {
        index_.remove(number);
        documents_.erase(number);
    }
    return {};
}

result<void> live_index::add_changed(sqlite::database& store)
{
    auto changed = documents_after(store, loaded_.generation);
    if (!changed) return changed.error();
    for (const auto& document : *changed)
        if (documents_.erase(document.number) > 0) index_.remove(document.number);

    auto chunks = store.prepare(sql::chunks_to_index);
    if (!chunks) return chunks.error();
    for (const auto& document : *changed) {
        if (auto bound = chunks->bind(document.number); !bound) return bound;
        bool has_chunks = false;
        for (;;) {
            auto row = chunks->next();
            if (!row) return row.error();
            if (!*row) break;
            if (!has_chunks)
                index_.start_document(document.number, document.id, document.category, document.title);
            has_chunks = true;
            index_.add_passage(chunks->integer(0), static_cast<std::uint32_t>(chunks->integer(1)),
                               chunks->text(2), chunks->text(3), read_unit(*chunks, 4));
        }
        if (has_chunks) documents_.insert(document.number);
    }
    return {};
}

void live_index::forget()
{
    index_ = lexical_index();
    documents_.clear();
    loaded_ = {};
    space_.reset();
    data_version_ = -1;
}

void live_index::publish()
{
    // What is replaced is freed after the lock: that may take long, and every search waits for the lock.
    view next{loaded_.instance, index_.publish(), space_};
    const std::lock_guard lock(published_mutex_);
    next.number = published_.number + 1;
    std::swap(published_, next);
    readiness_ = result<void>();
}

}  // namespace parley::retrieval
