// One answer while it is being recorded, and the thread that makes files of those that have ended.
#pragma once

#include "base/log.hpp"
#include "mock/recorder/recorded_answer.hpp"
#include "mock/recorder/recording_folder.hpp"

#include <boost/asio/thread_pool.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>

namespace parley::mock {

struct recording_report {
    std::size_t saved = 0;
    std::size_t failed = 0;                  // passed on, and not saved
    std::vector<std::string> problems = {};  // sentences about the first of them
};

// An answer that has ended, on its way to a file.
struct ended_recording {
    std::size_t number = 0;  // of the request, for messages
    recorded_request of = {};
    recorded_answer answer = {};       // without its pieces,
    std::optional<spool> pieces = {};  // which are here; none: there are none
};

// Thread-safe.
class recording_writer {
public:
    recording_writer(recording_folder folder, log_sink& log) : folder_(std::move(folder)), log_(log) {}
    ~recording_writer() { thread_.join(); }

    void save(ended_recording ended);
    void note_problem(std::size_t number, std::string_view what);
    void wait_until_idle();
    recording_report report() const;

private:
    result<void> save_now(ended_recording& ended);

    recording_folder folder_;  // of the thread
    log_sink& log_;
    mutable std::mutex mutex_;
    std::condition_variable idle_;
    std::size_t waiting_ = 0;
    recording_report report_;
    asio::thread_pool thread_{1};
};

// Belongs to one loop. Without a request to record it under, it does nothing.
class recording {
public:
    recording(recording_writer& writer, const std::filesystem::path& folder,
              std::optional<recorded_request> of, std::size_t number);
    recording(const recording&) = delete;
    recording& operator=(const recording&) = delete;
    ~recording();  // not ended by then: the client has left

    void begin(unsigned status, const http::fields& headers);
    void add(std::string_view bytes);
    void end(recorded_answer::ending how);

    // What came is not to be kept.
    void drop() { is_open_ = false; }

private:
    void give_up(const error& why);

    recording_writer& writer_;
    const std::filesystem::path& folder_;
    deadline began_;
    ended_recording made_;
    bool is_open_ = false;
};

}  // namespace parley::mock
