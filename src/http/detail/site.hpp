// What the sessions of one loop share: routes, options, one read buffer, the date, request ids.
//
// Belongs to one loop and is not thread-safe.
#pragma once

#include "base/ascii.hpp"
#include "http/http_date.hpp"
#include "http/server.hpp"

#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <array>
#include <memory>
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

    std::size_t bodies_bytes = 0;  // held by bodies that are arriving: see body_share

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
        std::string id;
        const auto bits = random_();
        for (int shift = 0; shift < 64; shift += 8)
            ascii::append_hex(id, static_cast<unsigned char>(bits >> shift));
        return id;
    }

private:
    std::chrono::sys_seconds dated_{};
    std::string date_;
    std::mt19937_64 random_{std::random_device{}()};
};

// What one arriving body adds to `bodies_bytes`, until it has arrived or was given up.
class body_share {
public:
    explicit body_share(std::shared_ptr<site> where) : where_(std::move(where)) {}
    ~body_share() { where_->bodies_bytes -= bytes_; }
    body_share(const body_share&) = delete;
    body_share& operator=(const body_share&) = delete;

    void grow_to(std::size_t bytes)
    {
        where_->bodies_bytes += bytes - bytes_;
        bytes_ = bytes;
    }

    bool is_too_much() const
    {
        const auto& limits = where_->options.limits;
        return where_->bodies_bytes > std::max(limits.bodies_bytes_max, limits.body_bytes_max);
    }

private:
    std::shared_ptr<site> where_;
    std::size_t bytes_ = 0;
};

}  // namespace parley::http
