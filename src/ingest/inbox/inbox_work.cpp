// The thread of the inbox: what is waiting goes into the store, one file at a time, and what is to go goes.
#include "base/private_folder.hpp"
#include "ingest/inbox/inbox.hpp"
#include "ingest/ingest.hpp"
#include "ingest/manifest.hpp"

#include <algorithm>
#include <thread>
#include <unistd.h>
#include <utility>

namespace parley::ingest {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto pause_while_busy = 500ms;   // another program writes to the store
constexpr auto pause_after_failure = 10s;  // the disk is full, or something else that a person must mend
constexpr auto patience_for_removal = 5s;

class silent_listener final : public listener {
public:
    void on_file(const file_report&, const progress&) override {}
    void on_end(const summary&) override {}
};

}  // namespace

// Says when a document's text has been read and its vectors are made.
class inbox::watched_embedder final : public embedder {
public:
    watched_embedder(inbox& of, embedder& by) : of_(of), by_(by) {}

    const std::string& model() const override { return by_.model(); }
    result<std::vector<std::vector<float>>> embed(std::vector<std::string> texts) override
    {
        of_.set_stage(stage::embedding);
        return by_.embed(std::move(texts));
    }

private:
    inbox& of_;
    embedder& by_;
};

void inbox::set_stage(stage now)
{
    const std::lock_guard lock(mutex_);
    if (current_) current_->at = now;
}

void inbox::work(embedder* by)
{
    std::unique_lock locked(mutex_);
    auto pause = 0ms;
    while (!stopping_) {
        const auto is_needed = [this] { return stopping_ || !removals_.empty(); };
        if (pause > 0ms)
            changed_.wait_for(locked, pause, is_needed);
        else
            changed_.wait(locked, [&] { return is_needed() || !waiting_.empty(); });
        pause = 0ms;
        if (!removals_.empty()) remove_asked(locked);
        if (!stopping_ && !waiting_.empty()) pause = take_in_next(by, locked);
    }
    const auto unanswered = std::exchange(removals_, {});
    locked.unlock();
    for (const auto& asked : unanswered) asked.then(stopping());
}

// What was kept before a stop or a kill and is not in the store as it is; and documents whose file went.
void inbox::take_up_left()
{
    std::error_code failed;
    if (!fs::is_directory(folder_, failed)) return;
    received_file::sweep(folder_);
    std::vector<retrieval::document> known;
    if (const auto store = retrieval::store::open(data_, retrieval::access::read))
        if (auto documents = store->documents()) known = *std::move(documents);
    const auto found = list_files({folder_}, {});
    if (!found) return;
    manifest taken_in(std::move(known));
    for (const auto& file : found->files)
        if (taken_in.next_step(file, taken_in.row_for(file)) == step::read)
            queue(file.path.filename().string(), static_cast<std::uintmax_t>(file.stamp.size_bytes));
    if (!found->problems.empty()) return;  // what cannot be looked at is not gone
    for (const auto& gone : taken_in.gone_from(*found))
        if (const auto removed = remove_now(gone.name); !removed)
            log_.write(log_level::warning, "upload_not_removed", {{"detail", removed.error().detail}});
}

// How long to wait before the next one.
std::chrono::milliseconds inbox::take_in_next(embedder* by, std::unique_lock<std::mutex>& locked)
{
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    current_->at = stage::reading;
    current_->reason.clear();
    stop_run_ = false;
    locked.unlock();
    const auto taken = take_in(current_->name, by);
    locked.lock();
    auto done = *std::exchange(current_, std::nullopt);
    if (taken || taken.error().code == errc::not_found) return 0ms;

    const bool is_queued_again = std::ranges::find(waiting_, done.name, &job::name) != waiting_.end();
    const bool was_stopped = taken.error().code == errc::cancelled;
    done.at = stage::waiting;
    if (!was_stopped) done.reason = taken.error().detail;
    // What was stopped goes on; what failed waits behind the others, because it may be its own fault.
    if (!is_queued_again) waiting_.insert(was_stopped ? waiting_.begin() : waiting_.end(), std::move(done));
    if (was_stopped) return 0ms;
    if (taken.error().code == errc::busy) return pause_while_busy;
    log_.write(log_level::error, "upload_not_taken_in", {{"detail", taken.error().detail}});
    return pause_after_failure;
}

// A file that cannot be read is taken in as failed, with its reason: an error is about the store.
result<void> inbox::take_in(const std::string& name, embedder* by)
{
    auto store = retrieval::store::open(data_, retrieval::access::write);
    if (!store) return store.error();
    std::optional<watched_embedder> watched;
    if (by != nullptr) watched.emplace(*this, *by);
    options what;
    what.paths = {folder_ / name};
    what.workers = 1;
    what.embed = watched ? &*watched : nullptr;
    what.stop = &stop_run_;
    silent_listener nobody;
    const auto total = run(*store, what, nobody);
    if (!total) return total.error();
    if (total->stopped) return error{errc::cancelled, "stopped"};
    return {};
}

void inbox::remove_asked(std::unique_lock<std::mutex>& locked)
{
    const auto until = std::chrono::steady_clock::now() + patience_for_removal;  // for all of them
    while (!removals_.empty()) {
        const auto asked = std::move(removals_.front());
        removals_.pop_front();
        locked.unlock();
        auto removed = remove_now(asked.name);
        while (!removed && removed.error().code == errc::busy && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(pause_while_busy / 10);
            removed = remove_now(asked.name);
        }
        locked.lock();
        // A file that was sent under this name meanwhile stays: it lies in the folder before it is queued.
        std::error_code unknown;
        if (removed && !fs::exists(folder_ / asked.name, unknown))
            std::erase_if(waiting_, [&](const job& each) { return each.name == asked.name; });
        locked.unlock();
        asked.then(std::move(removed));
        locked.lock();
    }
}

// The file first: after a kill in between, the next inbox finds a document without a file, not a file that
// would be taken in again.
result<void> inbox::remove_now(const std::string& name)
{
    auto store = retrieval::store::open(data_, retrieval::access::write);
    if (!store) return store.error();
    const auto known = find_removable(*store, name);
    if (!known) return known.error();
    const fs::path file = *known ? fs::path((*known)->source_path) : folder_ / name;
    std::error_code unknown;
    const bool has_file = fs::exists(file, unknown);
    if (!*known && !has_file) return no_such_document();
    if (has_file && ::unlink(file.c_str()) != 0)
        return error{errc::storage, "the file cannot be removed from the data folder"};
    if (has_file)
        if (auto synced = sync_folder(folder_); !synced) return synced;
    return *known ? store->remove((*known)->id) : result<void>();
}

}  // namespace parley::ingest
