// Documents that people send to a server: a folder of their files, and a thread that takes these into the
// store, by the same run as `parley ingest`.
//
// Thread-safe, and all calls but `under_way`, `stop_soon` and `stop_flag` block. A file belongs to the inbox
// once `keep` has returned: whatever happens then, a kill included, it is taken in, now or by the next inbox
// of the folder. While another program writes to the store, files wait.
#pragma once

#include "base/log.hpp"
#include "ingest/embedder.hpp"
#include "ingest/inbox/received_file.hpp"
#include "retrieval/sqlite/store.hpp"
#include "retrieval/sqlite/writer_lock.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace parley::ingest {

struct inbox_limits {
    std::uintmax_t file_bytes_max = 100U << 20U;
    std::size_t files_max = 1000;
    std::size_t receiving_max = 16;  // at a time
};

enum class when_there { refuse, replace };

class inbox {
public:
    enum class stage { waiting, reading, embedding };
    struct job {
        std::string name;
        std::uintmax_t bytes = 0;
        stage at = stage::waiting;
        std::string reason = {};  // why it waits, when it is not its turn that it waits for
    };

    // A place for one file under its name, until it is kept or given up.
    class reception;

    inbox(std::filesystem::path data_folder, inbox_limits limits, log_sink& log);
    ~inbox();  // stops

    inbox(const inbox&) = delete;
    inbox& operator=(const inbox&) = delete;

    // Takes up what was kept earlier. `by` may be null, and outlives the inbox. errc::busy when another inbox
    // has the folder. Before any file is received.
    result<void> start(embedder* by);
    void stop_soon();  // ends the run under way; its file is taken up by the next inbox
    void stop();       // when it has ended, and all who wait for a removal have been answered

    // Set while what is under way is to end: for the embedder.
    const std::atomic<bool>& stop_flag() const { return stop_run_; }

    // The name that a file sent as `given` gets: no path, safe in URLs. errc::unsupported when it is not of a
    // kind that is read, errc::invalid_input when it is no name.
    static result<std::string> name_for(std::string_view given);

    // `name` is one of `name_for`. errc::invalid_input when another document has it, errc::busy when a limit
    // is reached or the same name is being received.
    result<std::unique_ptr<reception>> receive(const std::string& name, when_there then);

    // The file, what is known of it and its passages are gone when `then` is called, once: by this call or by
    // the thread of the inbox. A run under way with the file is ended, one with another file is waited for.
    // errc::not_found, errc::invalid_input when the document was not sent here, errc::busy when the store is
    // being written to by another program.
    using when_removed = std::function<void(result<void>)>;
    void remove(const std::string& name, when_removed then);

    // What is not in the store yet, in the order it will be.
    std::vector<job> under_way() const;

    // Whether the document was sent here.
    bool owns(const retrieval::document& document) const;

    const inbox_limits& limits() const { return limits_; }

private:
    struct removal {
        std::string name;
        when_removed then;
    };

    class watched_embedder;

    result<void> reserve(const std::string& name);
    void release(const std::string& name);
    void queue(const std::string& name, std::uintmax_t bytes);
    result<void> check_free(const std::string& name, when_there then) const;
    result<void> check_removable(const std::string& name) const;
    result<std::optional<retrieval::document>> find_removable(const retrieval::store& in,
                                                              const std::string& name) const;
    static error no_such_document();
    static error stopping();

    void work(embedder* by);
    void take_up_left();
    std::chrono::milliseconds take_in_next(embedder* by, std::unique_lock<std::mutex>& locked);
    result<void> take_in(const std::string& name, embedder* by);
    void set_stage(stage now);
    void remove_asked(std::unique_lock<std::mutex>& locked);
    result<void> remove_now(const std::string& name);

    const std::filesystem::path data_;
    const std::filesystem::path folder_;
    const inbox_limits limits_;
    log_sink& log_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::string> receiving_;
    std::deque<job> waiting_;
    std::optional<job> current_;
    std::deque<removal> removals_;
    bool stopping_ = false;
    std::atomic<bool> stop_run_ = false;
    std::optional<retrieval::writer_lock> alone_;
    std::thread thread_;
};

class inbox::reception {
public:
    reception(inbox& of, std::string name, received_file file)
        : of_(of), name_(std::move(name)), file_(std::move(file))
    {
    }
    ~reception()
    {
        if (!is_kept_) of_.release(name_);
    }
    reception(const reception&) = delete;
    reception& operator=(const reception&) = delete;

    const std::string& name() const { return name_; }

    // errc::too_large beyond the limit.
    result<void> write(std::string_view bytes);

    // All of it has been written. errc::invalid_input when that is nothing, or not what its name says.
    result<void> keep();

private:
    inbox& of_;
    std::string name_;
    received_file file_;
    std::uintmax_t bytes_ = 0;
    std::string first_bytes_;
    bool is_kept_ = false;  // and so its name is free again
};

}  // namespace parley::ingest
