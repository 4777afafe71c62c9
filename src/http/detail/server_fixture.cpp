#include "http/detail/server_fixture.hpp"

#include "base/ascii.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <arpa/inet.h>
#include <csignal>
#include <future>
#include <netinet/in.h>
#include <sys/socket.h>

namespace parley::http {

test_server::test_server(std::vector<route> routes, server_limits limits) : routes_(std::move(routes))
{
    std::signal(SIGPIPE, SIG_IGN);
    server_options options;
    options.limits = limits;
    options.common_headers = {{"X-Content-Type-Options", "nosniff"}};
    options.render_error = [](unsigned status, const error& problem, const request& about) {
        return response{.status = status,
                        .headers = {{"Content-Type", "application/json"}},
                        .body = "{\"error\":\"" + problem.detail + "\",\"id\":\"" + about.id +
                                "\",\"query\":\"" + about.query + "\"}"};
    };
    server_.emplace(loop_, *listen(loop_, "127.0.0.1", 0), routes_, std::move(options), log, blocking_);
    port_ = server_->port();
    asio::co_spawn(loop_, server_->run(), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    thread_ = std::thread([this] { loop_.run(); });
}

void test_server::begin_stop(std::chrono::milliseconds grace)
{
    stopping_ = true;
    asio::post(loop_, [this, grace] {
        asio::co_spawn(loop_, server_->stop(deadline_after(grace)), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    });
}

void test_server::stop(std::chrono::milliseconds grace)
{
    if (!stopping_) begin_stop(grace);
    if (thread_.joinable()) thread_.join();  // a loop that returns has nothing left to run
}

std::size_t test_server::connections()
{
    std::promise<std::size_t> answer;
    asio::post(loop_, [&] { answer.set_value(server_->connections()); });
    return answer.get_future().get();
}

test_server::~test_server()
{
    stop(std::chrono::milliseconds(0));
}

std::string parsed_response::field(std::string_view name) const
{
    for (std::size_t begin = 0; begin < head.size();) {
        const auto end = std::min(head.find("\r\n", begin), head.size());
        const auto line = std::string_view(head).substr(begin, end - begin);
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos && ascii::equals_without_case(line.substr(0, colon), name))
            return std::string(line.substr(colon + 2));
        begin = end + 2;
    }
    return "";
}

raw_client::raw_client(std::uint16_t port, int receive_buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval limit{patience.count(), 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (receive_buffer_bytes > 0)
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                     sizeof receive_buffer_bytes);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
        throw std::runtime_error("the test could not connect");
}

void raw_client::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;  // the server has closed; what it said before is still there to be read
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void raw_client::shut_down_writing()
{
    ::shutdown(socket_.get(), SHUT_WR);
}

bool raw_client::fill()
{
    std::array<char, 64 * 1024> bytes;
    const auto got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (got <= 0) return false;
    buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

parsed_response raw_client::read_response(std::string_view method)
{
    parsed_response answer;
    auto head_end = std::string::npos;
    while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!fill()) return answer;
    answer.head = buffer_.substr(0, head_end + 2);
    buffer_.erase(0, head_end + 4);
    answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(9, 3)));

    if (method == "HEAD" || answer.status == 304 || answer.status == 204 || answer.status == 100) {
        answer.is_whole = true;
    } else if (answer.field("Transfer-Encoding") == "chunked") {
        for (;;) {
            auto line_end = std::string::npos;
            while ((line_end = buffer_.find("\r\n")) == std::string::npos)
                if (!fill()) return answer;
            const auto size = std::stoul(buffer_.substr(0, line_end), nullptr, 16);
            while (buffer_.size() < line_end + 2 + size + 2)
                if (!fill()) return answer;
            answer.body += buffer_.substr(line_end + 2, size);
            buffer_.erase(0, line_end + 2 + size + 2);
            if (size == 0) break;
        }
        answer.is_whole = true;
    } else if (const auto length = answer.field("Content-Length"); !length.empty()) {
        while (buffer_.size() < std::stoul(length) && fill()) continue;
        answer.is_whole = buffer_.size() >= std::stoul(length);
        answer.body = buffer_.substr(0, std::stoul(length));
        buffer_.erase(0, answer.body.size());
    } else {
        while (fill()) continue;
        answer.body = std::exchange(buffer_, {});
    }
    return answer;
}

parsed_response raw_client::get(std::string_view path, std::string_view more_headers)
{
    send("GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more_headers) + "\r\n");
    return read_response();
}

std::string raw_client::read_some()
{
    if (buffer_.empty()) fill();
    return std::exchange(buffer_, {});
}

std::string raw_client::read_to_end()
{
    while (fill()) continue;
    return std::exchange(buffer_, {});
}

bool raw_client::is_closed_soon()
{
    const auto begun = std::chrono::steady_clock::now();
    read_to_end();
    return std::chrono::steady_clock::now() - begun < patience;
}

}  // namespace parley::http
