// For tests: hands out the given tokens, the next one when the last was rejected.
#pragma once

#include "identity/bearer_tokens.hpp"

#include <boost/asio/post.hpp>

namespace parley::openai::testing {

class token_source final : public identity::bearer_tokens {
public:
    explicit token_source(std::vector<std::string> texts) : texts_(std::move(texts)) {}

    std::optional<error> problem = {};  // in place of a token
    enum class when_rejected { drop, keep } rejection = when_rejected::drop;
    int asked = 0;
    int fetched = 0;
    std::vector<std::string> rejected = {};

    std::shared_ptr<const identity::access_token> at_hand() override
    {
        ++asked;
        return token_;
    }

    asio::awaitable<result<std::shared_ptr<const identity::access_token>>> get(deadline) override
    {
        auto loop = co_await asio::this_coro::executor;
        co_await asio::post(loop, asio::use_awaitable);
        if (problem) co_return *problem;
        if (texts_.empty()) co_return error{errc::credential_unavailable, "there are no more tokens"};
        ++fetched;
        token_ = std::make_shared<const identity::access_token>(
            identity::access_token{secret(texts_.front()), identity::wall_time()});
        texts_.erase(texts_.begin());
        co_return token_;
    }

    void reject(const identity::access_token& refused) override
    {
        rejected.push_back(refused.text.reveal());
        if (rejection == when_rejected::keep) return;
        if (token_ && token_->text.reveal() == rejected.back()) token_.reset();
    }

private:
    std::vector<std::string> texts_;
    std::shared_ptr<const identity::access_token> token_;
};

}  // namespace parley::openai::testing
