// For tests and benchmarks: a server on the loop at hand that answers every request after the same time.
//
// Await `stop` before the loop ends.
#pragma once

#include "http/server.hpp"

#include <boost/asio/steady_timer.hpp>

namespace parley::openai::testing {

class model_host {
public:
    using responder = std::function<http::response(const http::request&)>;

    model_host(asio::io_context& loop, responder answer, std::chrono::milliseconds latency = {})
        : answer_(std::move(answer)), latency_(latency), routes_(make_routes())
    {
        http::server_options options;
        options.limits.body_bytes_max = 64 * 1024 * 1024;
        server_.emplace(loop, *http::listen(loop, "127.0.0.1", 0), routes_, std::move(options), log_,
                        blocking_);
        asio::co_spawn(loop, server_->run(), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    }

    std::string url(std::string_view path = "/v1") const
    {
        return "http://127.0.0.1:" + std::to_string(server_->port()) + std::string(path);
    }

    struct arrival {
        http::request what;
        deadline at;
        std::size_t in_flight;  // with this one
    };
    std::vector<arrival> arrivals = {};
    std::size_t in_flight = 0;
    std::size_t in_flight_max = 0;

    asio::awaitable<void> stop() { return server_->stop(deadline_after(std::chrono::seconds(0))); }

private:
    // Counts one request, until it is answered or its client has left.
    class under_way {
    public:
        explicit under_way(std::size_t& count) : count_(count) { ++count_; }
        under_way(const under_way&) = delete;
        under_way& operator=(const under_way&) = delete;
        ~under_way() { --count_; }

    private:
        std::size_t& count_;
    };

    std::vector<http::route> make_routes()
    {
        const http::handler handle = [this](http::request what, http::exchange& reply) {
            return respond(std::move(what), reply);
        };
        return {{"POST", "/*", handle}, {"GET", "/*", handle}};
    }

    asio::awaitable<result<void>> respond(http::request what, http::exchange& reply)
    {
        const under_way one(in_flight);
        in_flight_max = std::max(in_flight_max, in_flight);
        arrivals.push_back({what, std::chrono::steady_clock::now(), in_flight});
        asio::steady_timer timer(co_await asio::this_coro::executor, latency_);
        if (latency_.count() != 0) co_await timer.async_wait(asio::use_awaitable);
        co_return co_await reply.send(answer_(what));
    }

    responder answer_;
    std::chrono::milliseconds latency_;
    http::router routes_;
    no_log log_;
    asio::thread_pool blocking_{1};
    std::optional<http::server> server_;
};

}  // namespace parley::openai::testing
