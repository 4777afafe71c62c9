// For tests: a member of a chain that answers what it was told to, in turn, and keeps what it was asked.
//
// Thread-safe. Its answers and records outlive the chain that owns it.
#pragma once

#include "identity/credential.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>

namespace parley::identity::testing {

struct told {
    std::deque<result<access_token>> answers = {};  // from the front; the last one again and again
    std::vector<token_request> requests = {};
    int asked_now = 0;
    int asked_now_max = 0;  // how many asked at once
    std::mutex mutex = {};
};

inline std::shared_ptr<told> tell(std::initializer_list<result<access_token>> answers)
{
    auto made = std::make_shared<told>();
    made->answers.assign(answers);
    return made;
}

class told_credential final : public token_credential {
public:
    explicit told_credential(std::shared_ptr<told> what) : what_(std::move(what)) {}

    std::string_view name() const override { return "ToldCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline) override
    {
        auto answer = begin(std::move(request));
        // Others may run before it answers.
        const auto loop = co_await asio::this_coro::executor;
        for (int i = 0; i < 3; ++i) co_await asio::post(loop, asio::use_awaitable);
        const std::lock_guard lock(what_->mutex);
        --what_->asked_now;
        co_return answer;
    }

private:
    result<access_token> begin(token_request request)
    {
        const std::lock_guard lock(what_->mutex);
        what_->requests.push_back(std::move(request));
        what_->asked_now_max = std::max(what_->asked_now_max, ++what_->asked_now);
        auto answer = what_->answers.front();
        if (what_->answers.size() > 1) what_->answers.pop_front();
        return answer;
    }

    std::shared_ptr<told> what_;
};

inline access_token token_named(std::string text)
{
    return {.text = secret(std::move(text)), .expires_on = wall_time::max()};
}

inline error unavailable(std::string why)
{
    return {errc::credential_unavailable, std::move(why)};
}

inline error failed(std::string why)
{
    return {errc::authentication_failed, std::move(why)};
}

}  // namespace parley::identity::testing
