// Firefox: as many of it as there are ways of showing pages, since a preference holds for a whole browser.
//
// The first runs from the start, others from when a tab is first to be shown that way. All are gone when
// this is destroyed. Belongs to one loop, which it keeps busy.
#pragma once

#include "audit/browser/browser.hpp"
#include "audit/browser/firefox_process.hpp"

#include <map>

namespace parley::audit {

// What tabs know of their browser: the sessions of its processes.
class firefox_sessions {
public:
    firefox_sessions(const asio::any_io_executor& loop, firefox_options options)
        : options_(std::move(options)), started_(loop, deadline::max())
    {
    }

    // Started when there is none yet; who comes meanwhile waits for it. As firefox_process::start.
    asio::awaitable<result<std::shared_ptr<bidi>>> shown_as(appearance shown, deadline until);

    appearance latest() const { return latest_; }  // what was asked for last, and may be again
    const std::string& name() const { return name_; }
    bool is_gone() const;

private:
    firefox_options options_;
    std::map<appearance, std::unique_ptr<firefox_process>> running_;
    appearance latest_;
    std::string name_;
    bool starts_ = false;
    asio::steady_timer started_;
};

class firefox final : public browser {
public:
    // As firefox_process::start.
    static asio::awaitable<result<std::unique_ptr<browser>>> start(firefox_options options, deadline until);

    explicit firefox(std::shared_ptr<firefox_sessions> sessions) : sessions_(std::move(sessions)) {}

    asio::awaitable<result<std::unique_ptr<tab>>> open_tab(deadline until) override;
    const std::string& name() const override { return sessions_->name(); }
    bool is_gone() const override { return sessions_->is_gone(); }

private:
    std::shared_ptr<firefox_sessions> sessions_;
};

}  // namespace parley::audit
