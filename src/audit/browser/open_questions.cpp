#include "audit/browser/open_questions.hpp"

#include <boost/asio/redirect_error.hpp>

namespace parley::audit {

asio::awaitable<result<boost::json::object>> open_questions::answer_to(std::uint64_t number,
                                                                       std::string about, std::string method,
                                                                       deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    const auto waiting = std::make_shared<question>(loop, std::move(about), until);
    open_.emplace(number, waiting);
    boost::system::error_code ended;
    co_await waiting->answered.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    open_.erase(number);
    if (waiting->answer) co_return std::move(*waiting->answer);
    if (ended) co_return error{errc::cancelled, "the audit was stopped"};
    co_return error{errc::timed_out, method + " was not answered in time"};
}

void open_questions::answer(std::uint64_t number, result<boost::json::object> outcome)
{
    const auto found = open_.find(number);
    if (found != open_.end()) found->second->close(std::move(outcome));
}

void open_questions::fail(std::string_view about, const error& why)
{
    for (const auto& [number, waiting] : open_)
        if (waiting->about == about) waiting->close(why);
}

void open_questions::fail_all(const error& why)
{
    for (const auto& [number, waiting] : open_) waiting->close(why);
}

}  // namespace parley::audit
