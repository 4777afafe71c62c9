#include "mock/mock_host.hpp"

namespace parley::mock {
namespace {

void rethrown(std::exception_ptr thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

result<std::unique_ptr<mock_host>> mock_host::start(const mock_address& at, mock_settings settings,
                                                    std::vector<fixture> fixtures, log_sink& log)
{
    std::unique_ptr<mock_host> made(new mock_host);
    auto server = mock_server::listen(made->loop_, at, std::move(settings), log);
    if (!server) return server.error();
    made->server_ = std::move(*server);
    made->port_ = made->server_->port();
    made->server_->use(std::move(fixtures));
    asio::co_spawn(made->loop_, made->server_->run(), rethrown);
    made->thread_ = std::thread([&loop = made->loop_] { loop.run(); });
    return made;
}

void mock_host::stop()
{
    const std::scoped_lock one_at_a_time(mutex_);
    if (!thread_.joinable()) return;
    asio::post(loop_, [this] {
        const auto at_once = std::chrono::steady_clock::now();
        asio::co_spawn(loop_, server_->stop(at_once), rethrown);
    });
    thread_.join();
}

}  // namespace parley::mock
