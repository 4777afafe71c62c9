// What the sessions of one loop share: routes, options, one read buffer, the date, request ids.
//
// Belongs to one loop and is not thread-safe.
#pragma once

#include "http/detail/http_date.hpp"
#include "http/server.hpp"

#include <boost/asio/thread_pool.hpp>

#include <array>
#include <random>

namespace parley::http {

struct site {
    site(const router& routes_, server_options options_, log_sink& log_, asio::thread_pool& blocking_)
        : routes(routes_), options(std::move(options_)), log(log_), blocking(blocking_)
    {
    }

    const router& routes;
    server_options options;
    log_sink& log;
    asio::thread_pool& blocking;
    bool stopping = false;  // no answer that begins now keeps its connection

    // Reads are non-blocking and parsed at once, so one buffer serves every connection of the loop.
    std::array<char, 16 * 1024> read_buffer;

    // For the Date header; formatted once a second.
    std::string_view date()
    {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (now != dated_) date_ = format_date(dated_ = now);
        return date_;
    }

    // 16 hex digits. Not a secret: it names a request in the log and nothing more.
    std::string next_request_id()
    {
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string id(16, '0');
        auto bits = random_();
        for (auto& digit : id) {
            digit = digits[bits & 15];
            bits >>= 4;
        }
        return id;
    }

private:
    std::chrono::sys_seconds dated_{};
    std::string date_;
    std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace parley::http
