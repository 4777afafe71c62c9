// A Chromium that we started: its pipe, its profile folder and its end.
//
// Killed with its group and its folder removed when this is destroyed; when we are killed it sees the end of
// the pipe and leaves. Belongs to one loop, which it keeps busy while it runs.
#pragma once

#include "audit/browser/browser.hpp"
#include "audit/browser/devtools.hpp"
#include "audit/browser/last_words.hpp"
#include "audit/browser/opened_windows.hpp"
#include "audit/browser/profile_folder.hpp"
#include "process/child.hpp"

namespace parley::audit {

struct chromium_options {
    std::string path;                     // of the program; empty: the first that is found
    std::filesystem::path profiles = {};  // where its folder is made; empty: the system's temporary folder
    std::size_t message_bytes_max = 256U * 1024U * 1024U;
};

class chromium final : public browser {
public:
    // errc::not_found when there is none, with what to install; closed with its last words when it ends at
    // once; timed_out when it does not answer.
    static asio::awaitable<result<std::unique_ptr<browser>>> start(chromium_options options, deadline until);

    chromium(profile_folder profile, process::child running, std::shared_ptr<devtools> pipe);
    ~chromium() override;

    asio::awaitable<result<std::unique_ptr<tab>>> open_tab(deadline until) override;
    const std::string& name() const override { return name_; }
    bool is_gone() const override { return pipe_->is_closed(); }

private:
    asio::awaitable<result<void>> greet(deadline until);

    profile_folder profile_;  // outlives the process: destroyed last
    process::child running_;
    std::shared_ptr<devtools> pipe_;
    std::optional<opened_windows> windows_;
    std::shared_ptr<last_words> words_;
    std::string name_;
};

}  // namespace parley::audit
