// The whole mock on one loop: a listening socket, the answers of the fixtures, and the control plane.
//
// For `parley mock`, for `parley serve --model mock`, and for tests in C++. Reads no files. One loop, one
// thread: the order of requests is the order of answers, which sequences rely on.
#pragma once

#include "base/log.hpp"
#include "http/server.hpp"
#include "mock/faulty_ports.hpp"
#include "mock/mock_state.hpp"

namespace parley::mock {

struct mock_address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  // any free one
};

class mock_server {
public:
    // errc::busy when somebody else holds the port, errc::invalid_input when the host is not ours.
    // `loop` and `log` outlive the server. Beyond loopback the control plane needs a token.
    static result<std::unique_ptr<mock_server>> listen(asio::io_context& loop, const mock_address& at,
                                                       mock_settings settings, log_sink& log);

    ~mock_server();  // `stop` has been awaited, or the loop runs no more

    std::uint16_t port() const { return server_.port(); }

    // Answers until `stop`.
    asio::awaitable<void> run() { return server_.run(); }

    // Lets running answers finish until `grace`, then cuts them.
    asio::awaitable<void> stop(deadline grace);

    // Instead of those of files so far, from the next request on; on the loop, or before it runs. What came
    // by the control plane stays, and hides those of the same name.
    void use(std::vector<fixture> fixtures);

    // Waits until all that was recorded is saved.
    receipt sum_up() const
    {
        if (recorder_) recorder_->wait_until_saved();
        return state_.sum_up();
    }
    mock_state& state() { return state_; }

private:
    mock_server(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, mock_settings settings,
                log_sink& log, std::unique_ptr<recorder> host);

    mock_state state_;
    std::unique_ptr<recorder> recorder_;  // none: nothing is passed on
    http::router routes_;
    asio::thread_pool no_files_;
    http::server server_;
    faulty_ports ports_;
};

}  // namespace parley::mock
