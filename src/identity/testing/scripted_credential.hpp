// For tests: a credential that answers by a script, at once or when the test lets it.
//
// Thread-safe as long as it answers at once; held answers belong to one loop.
#pragma once

#include "identity/credential.hpp"

#include <boost/asio/redirect_error.hpp>

#include <atomic>
#include <functional>
#include <list>

namespace parley::identity::testing {

enum class answering { at_once, when_released };

class scripted_credential final : public token_credential {
public:
    using script = std::function<result<access_token>(int call, const token_request& request)>;

    explicit scripted_credential(script answers) : answers_(std::move(answers)) {}

    std::string_view name() const override { return "ScriptedCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline) override
    {
        const int call = ++calls_;
        if (mode == answering::when_released && !co_await was_released()) {
            ++cancelled;
            co_return error{errc::cancelled, "the fetch was cancelled"};
        }
        co_return answers_(call, request);
    }

    int calls() const { return calls_; }

    // Lets those that are held answer.
    void release()
    {
        for (auto* each : held_) each->expires_at(asio::steady_timer::time_point::min());
    }

    answering mode = answering::at_once;
    int cancelled = 0;

private:
    asio::awaitable<bool> was_released()
    {
        asio::steady_timer gate(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        const auto place = held_.insert(held_.end(), &gate);
        boost::system::error_code ignored;
        co_await gate.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        held_.erase(place);
        co_return gate.expiry() == asio::steady_timer::time_point::min();
    }

    script answers_;
    std::atomic<int> calls_{0};
    std::list<asio::steady_timer*> held_;
};

}  // namespace parley::identity::testing
