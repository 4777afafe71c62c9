// A mock on a thread of its own: for tests, whose thread is busy asking, and for `--model mock`.
//
// Thread-safe: all of it may be called from any thread but the mock's own, one call at a time being served.
// What becomes of the server is always done on its own thread, as long as that runs.
#pragma once

#include "mock/mock_server.hpp"

#include <future>
#include <mutex>
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

    std::uint16_t port() const { return port_; }

    // What `what` says of the server, asked on its thread between two steps of its work; after `stop`, on the
    // caller's. `what` asks nothing itself.
    template <class Question>
    auto ask(Question what) -> std::invoke_result_t<Question, mock_server&>
    {
        const std::scoped_lock one_at_a_time(mutex_);
        if (!thread_.joinable()) return what(*server_);
        std::packaged_task<std::invoke_result_t<Question, mock_server&>()> task(
            [this, &what] { return what(*server_); });
        auto answer = task.get_future();
        asio::post(loop_, std::move(task));
        return answer.get();
    }

    // Cuts what is being answered, and takes no more requests. What happened can still be asked. Returns when
    // the mock's thread has ended, also when somebody else stops it.
    void stop();

private:
    mock_host() : loop_(1) {}

    asio::io_context loop_;
    std::unique_ptr<mock_server> server_;
    std::uint16_t port_ = 0;
    std::mutex mutex_;    // a question that came too late for the loop would wait forever
    std::thread thread_;  // joinable while the loop runs
};

}  // namespace parley::mock
