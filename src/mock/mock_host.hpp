// A mock on a thread of its own: for tests, whose thread is busy asking, and for `--model mock`.
//
// Thread-safe: all of it may be called from any thread but the mock's own.
#pragma once

#include "mock/mock_server.hpp"

#include <future>
#include <thread>

namespace parley::mock {

class mock_host {
public:
    // Takes requests when it returns. Errors as of mock_server::listen; `log` outlives the host.
    static result<std::unique_ptr<mock_host>> start(const mock_address& at, mock_settings settings,
                                                    std::vector<fixture> fixtures, log_sink& log);

    ~mock_host() { stop(); }
    mock_host(const mock_host&) = delete;
    mock_host& operator=(const mock_host&) = delete;

    std::uint16_t port() const { return server_->port(); }

    // What `what` says of the server, asked on its thread between two steps of its work.
    template <class Question>
    auto ask(Question what) -> std::invoke_result_t<Question, mock_server&>
    {
        if (!thread_.joinable()) return what(*server_);
        std::packaged_task<std::invoke_result_t<Question, mock_server&>()> task(
            [this, &what] { return what(*server_); });
        auto answer = task.get_future();
        asio::post(loop_, std::move(task));
        return answer.get();
    }

    // Cuts what is being answered, and takes no more requests. What happened can still be asked.
    void stop();

private:
    mock_host() : loop_(1) {}

    asio::io_context loop_;
    std::unique_ptr<mock_server> server_;
    std::thread thread_;
};

}  // namespace parley::mock
