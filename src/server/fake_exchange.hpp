// For tests: an exchange that remembers what a handler did, and can be told to be slow or gone.
#pragma once

#include "http/exchange.hpp"

#include <string>
#include <vector>

namespace parley::server {

class fake_exchange final : public http::exchange {
public:
    asio::awaitable<result<void>> send(http::response answer) override
    {
        answered = std::move(answer);
        co_return result<void>{};
    }
    asio::awaitable<result<void>> send_static(http::static_response answer) override
    {
        sent_static = std::move(answer);
        co_return result<void>{};
    }
    asio::awaitable<result<void>> send_file(http::file_response answer) override
    {
        sent_file = std::move(answer);
        co_return result<void>{};
    }
    void begin_stream(unsigned status, http::fields headers) override
    {
        answered = {status, std::move(headers), {}};
    }
    asio::awaitable<result<void>> write(std::string_view bytes) override
    {
        if (reader_left) co_return error{errc::closed, "the reader left"};
        writes.emplace_back(bytes);
        co_return result<void>{};
    }
    bool nudge(std::string_view bytes) override
    {
        if (reader_is_slow) return false;
        writes.emplace_back(bytes);
        return true;
    }
    asio::awaitable<result<void>> finish(std::string_view last) override
    {
        if (reader_left) co_return error{errc::closed, "the reader left"};
        if (!last.empty()) writes.emplace_back(last);
        finished = true;
        co_return result<void>{};
    }
    void cut(http::cut_how how) override { was_cut = how; }
    bool head_sent() const override { return !writes.empty(); }

    std::string streamed() const
    {
        std::string all;
        for (const auto& bytes : writes) all += bytes;
        return all;
    }

    std::optional<http::response> answered;
    std::optional<http::static_response> sent_static;
    std::optional<http::file_response> sent_file;
    std::vector<std::string> writes;
    bool finished = false;
    std::optional<http::cut_how> was_cut;
    bool reader_left = false;
    bool reader_is_slow = false;
};

}  // namespace parley::server
