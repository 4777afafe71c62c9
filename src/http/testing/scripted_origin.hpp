// For tests: an origin server (or proxy) on loopback that answers each connection by a script.
//
// Runs on the loop of the test. Call `stop` when done, or the loop never ends.
#pragma once

#include "base/task_group.hpp"
#include "http/detail/upstream_connection.hpp"

#include <boost/asio/io_context.hpp>

#include <charconv>
#include <string>
#include <vector>

namespace parley::http::testing {

enum class after { next_request, close, reset, silence, tls };

struct scripted_answer {
    std::string bytes = {};  // sent when a request has been read whole; may be empty
    after then = after::next_request;
};

using connection_script = std::vector<scripted_answer>;

class scripted_origin {
public:
    // The n-th connection follows the n-th script; those beyond follow the last one.
    scripted_origin(asio::io_context& loop, std::vector<connection_script> scripts,
                    asio::ssl::context* tls = nullptr)
        : loop_(loop),
          acceptor_(loop, {asio::ip::address_v4::loopback(), 0}),
          dog_(loop.get_executor()),
          tasks_(loop.get_executor()),
          peer_left_(loop, deadline::max()),
          scripts_(std::move(scripts)),
          tls_(tls)
    {
        tasks_.spawn(accept_all());
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::string authority() const { return "127.0.0.1:" + std::to_string(port()); }
    std::string url(std::string_view target = "/") const
    {
        return "http://" + authority() + std::string(target);
    }

    std::vector<std::string> requests;  // head and body, in the order they came
    std::size_t connections = 0;        // accepted so far
    std::size_t handshakes = 0;         // of TLS, that were completed
    std::size_t peers_gone = 0;         // connections that the peer closed

    // Returns when so many peers have closed their connections.
    asio::awaitable<void> wait_until_gone(std::size_t peers)
    {
        while (peers_gone < peers) co_await peer_left_.async_wait(as_outcome);
    }

    void stop()
    {
        acceptor_.close();
        for (auto& each : open_) each->socket().close();
    }

private:
    asio::awaitable<void> accept_all()
    {
        for (;;) {
            auto accepted = std::make_shared<upstream_connection>(loop_.get_executor(), dog_);
            const auto [ec] = co_await acceptor_.async_accept(accepted->socket(), as_outcome);
            if (ec) co_return;
            open_.push_back(accepted);
            const auto& script = scripts_[std::min(connections++, scripts_.size() - 1)];
            tasks_.spawn(follow(accepted, script));
        }
    }

    asio::awaitable<void> follow(std::shared_ptr<upstream_connection> with, const connection_script& script)
    {
        bool going_on = true;
        if (tls_ != nullptr && script.front().then != after::tls) going_on = co_await shake_hands(*with);
        for (std::size_t i = 0; going_on && i < script.size(); ++i) {
            const scripted_answer& answer = script[i];
            going_on = co_await read_request(*with);
            if (!going_on) break;
            co_await with->async_write(asio::buffer(answer.bytes), as_outcome);
            if (answer.then == after::close || answer.then == after::reset) {
                if (answer.then == after::reset)
                    with->socket().set_option(asio::socket_base::linger(true, 0));
                with->socket().close();
                co_return;
            }
            if (answer.then == after::silence) break;
            if (answer.then == after::tls) going_on = co_await shake_hands(*with);
        }
        // Not `while (going_on && co_await …)`: GCC 12 awaits even when `going_on` is false.
        while (going_on) going_on = co_await read_more(*with);
        ++peers_gone;
        peer_left_.cancel();
    }

    asio::awaitable<bool> shake_hands(upstream_connection& with)
    {
        auto& tls = with.start_tls(*tls_);
        const auto [ec] = co_await tls.async_handshake(asio::ssl::stream_base::server, as_outcome);
        handshakes += ec ? 0 : 1;
        co_return !ec;
    }

    asio::awaitable<bool> read_more(upstream_connection& with)
    {
        char room[4096];
        const auto [ec, bytes] = co_await with.async_read_some(asio::buffer(room), as_outcome);
        unread_.append(room, ec ? 0 : bytes);
        co_return !ec;
    }

    asio::awaitable<bool> read_request(upstream_connection& with)
    {
        unread_.clear();
        std::size_t head_bytes = std::string::npos;
        while ((head_bytes = unread_.find("\r\n\r\n")) == std::string::npos)
            if (!co_await read_more(with)) co_return false;
        head_bytes += 4;
        std::size_t body_bytes = 0;
        const std::string_view length = "Content-Length: ";
        if (const auto at = unread_.find(length); at < head_bytes)
            std::from_chars(unread_.data() + at + length.size(), unread_.data() + head_bytes, body_bytes);
        while (unread_.size() < head_bytes + body_bytes)
            if (!co_await read_more(with)) co_return false;
        requests.push_back(unread_);
        co_return true;
    }

    asio::io_context& loop_;
    asio::ip::tcp::acceptor acceptor_;
    watchdog dog_;
    task_group tasks_;
    asio::steady_timer peer_left_;
    std::vector<connection_script> scripts_;
    asio::ssl::context* tls_;
    std::vector<std::shared_ptr<upstream_connection>> open_;
    std::string unread_;  // tests talk on one connection at a time
};

}  // namespace parley::http::testing
