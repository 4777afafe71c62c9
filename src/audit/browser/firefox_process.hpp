// One Firefox that runs, shown one way: its profile folder, its session and its end.
//
// Killed with its group and its folder removed when this is destroyed; when we are killed a guard beside it
// does the same. Belongs to one loop, which it keeps busy while it runs.
#pragma once

#include "audit/browser/bidi.hpp"
#include "audit/browser/firefox_command.hpp"
#include "audit/browser/last_words.hpp"
#include "base/descriptor.hpp"
#include "process/child.hpp"

namespace parley::audit {

struct firefox_options {
    std::string path;                     // of the program; empty: the first that is found
    std::filesystem::path profiles = {};  // where its folder is made; empty: the system's temporary folder
    std::size_t message_bytes_max = 256U * 1024U * 1024U;
};

class firefox_process {
public:
    // errc::not_found when there is none, with what to install; closed with its last words when it ends at
    // once; unsupported when it is too old; timed_out when it does not answer.
    static asio::awaitable<result<std::unique_ptr<firefox_process>>> start(firefox_options options,
                                                                           appearance shown, deadline until);

    firefox_process(profile_folder profile, descriptor lifeline, process::child running);
    ~firefox_process();
    firefox_process(const firefox_process&) = delete;
    firefox_process& operator=(const firefox_process&) = delete;

    const std::shared_ptr<bidi>& session() const { return session_; }
    const std::string& name() const { return name_; }  // and version, such as "Firefox 153.7.0"

private:
    asio::awaitable<result<void>> open_session(std::size_t message_bytes_max, deadline until);
    asio::awaitable<result<std::uint16_t>> port();

    profile_folder profile_;  // outlives the process: destroyed last
    descriptor lifeline_;     // its other end is the guard's: it closes with us
    process::child running_;
    std::shared_ptr<last_words> words_;
    std::shared_ptr<bidi> session_;
    std::string name_;
};

}  // namespace parley::audit
