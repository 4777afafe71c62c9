// For tests: a site of scripted pages on the loopback, which remembers what it was asked.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::audit::testing {

namespace asio = boost::asio;

// `head` is the request with its fields, as it came.
struct site_request {
    std::string path;
    std::string head;

    bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

struct site_answer {
    std::string body;
    std::string status = "200 OK";
    std::string fields = {};  // each with its \r\n
    std::chrono::milliseconds after{0};
};

// What it was asked outlives it as long as a browser is still connected.
class scripted_site {
public:
    using script = std::function<site_answer(const site_request&)>;

    scripted_site(asio::io_context& loop, script answers)
        : inside_(std::make_shared<inside>(loop, std::move(answers))),
          port_(std::to_string(inside_->acceptor.local_endpoint().port()))
    {
        asio::co_spawn(loop, accept(inside_), rethrow);
    }
    ~scripted_site() { close(); }
    scripted_site(const scripted_site&) = delete;
    scripted_site& operator=(const scripted_site&) = delete;

    std::string origin() const { return "http://127.0.0.1:" + port(); }
    const std::string& port() const { return port_; }

    // What was asked for at this path.
    std::vector<site_request> asked(std::string_view path) const
    {
        std::vector<site_request> of_path;
        for (const auto& each : inside_->requests)
            if (each.path == path) of_path.push_back(each);
        return of_path;
    }

    void close()
    {
        boost::system::error_code ignored;
        inside_->acceptor.close(ignored);
        inside_->answers = [](const site_request&) { return site_answer{"closed"}; };
    }

private:
    struct inside {
        inside(asio::io_context& loop, script given)
            : acceptor(loop, {asio::ip::address_v4::loopback(), 0}), answers(std::move(given))
        {
        }

        asio::ip::tcp::acceptor acceptor;
        script answers;
        std::vector<site_request> requests = {};
    };

    // Of accept and serve, which end with the loop at the latest.
    static void rethrow(std::exception_ptr thrown)
    {
        if (thrown) std::rethrow_exception(thrown);
    }

    static asio::awaitable<void> accept(std::shared_ptr<inside> self)
    {
        for (;;) {
            boost::system::error_code failed;
            auto peer =
                co_await self->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
            if (failed) co_return;
            asio::co_spawn(self->acceptor.get_executor(), serve(self, std::move(peer)), rethrow);
        }
    }

    static asio::awaitable<void> serve(std::shared_ptr<inside> self, asio::ip::tcp::socket peer)
    {
        boost::system::error_code failed;
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        site_request request;
        co_await asio::async_read_until(peer, asio::dynamic_buffer(request.head), "\r\n\r\n", token);
        if (failed) co_return;
        const auto from = request.head.find(' ') + 1;
        request.path = request.head.substr(from, request.head.find(' ', from) - from);
        self->requests.push_back(request);
        const auto answer = self->answers(request);
        asio::steady_timer timer(peer.get_executor(), answer.after);
        co_await timer.async_wait(token);
        const auto text = "HTTP/1.1 " + answer.status + "\r\nContent-Type: text/html; charset=utf-8\r\n" +
                          answer.fields + "Content-Length: " + std::to_string(answer.body.size()) +
                          "\r\nConnection: close\r\n\r\n" + answer.body;
        co_await asio::async_write(peer, asio::buffer(text), token);
    }

    std::shared_ptr<inside> inside_;
    std::string port_;
};

}  // namespace parley::audit::testing
