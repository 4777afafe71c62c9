#include "audit/browser/firefox.hpp"

#include "audit/browser/firefox_tab.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>

namespace parley::audit {

asio::awaitable<result<std::shared_ptr<bidi>>> firefox_sessions::shown_as(appearance shown, deadline until)
{
    while (starts_) {
        boost::system::error_code ignored;
        co_await started_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    latest_ = shown;
    if (const auto found = running_.find(shown); found != running_.end()) co_return found->second->session();
    starts_ = true;
    auto made = co_await firefox_process::start(options_, shown, until);
    starts_ = false;
    started_.cancel();
    if (!made) co_return made.error();
    name_ = (*made)->name();
    co_return running_.emplace(shown, std::move(*made)).first->second->session();
}

// One that crashed takes the others with it: who finds it gone starts anew.
bool firefox_sessions::is_gone() const
{
    return std::ranges::any_of(running_,
                               [](const auto& each) { return each.second->session()->is_closed(); });
}

asio::awaitable<result<std::unique_ptr<browser>>> firefox::start(firefox_options options, deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    auto sessions = std::make_shared<firefox_sessions>(loop, std::move(options));
    const auto first = co_await sessions->shown_as({}, until);
    if (!first) co_return first.error();
    co_return std::make_unique<firefox>(std::move(sessions));
}

asio::awaitable<result<std::unique_ptr<tab>>> firefox::open_tab(deadline until)
{
    auto opened = co_await firefox_tab::open(sessions_, until);
    if (!opened) co_return opened.error();
    co_return std::unique_ptr<tab>(std::move(*opened));
}

}  // namespace parley::audit
