#include "base/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/redirect_error.hpp>

#include <cassert>

namespace parley {

task_group::task_group(asio::any_io_executor executor)
    : executor_(std::move(executor)), all_done_(executor_, deadline::max())
{
}

task_group::~task_group()
{
    assert(running_.empty());
}

void task_group::spawn(asio::awaitable<void> task)
{
    auto signal = running_.emplace(running_.end());
    asio::co_spawn(executor_, std::move(task),
                   asio::bind_cancellation_slot(signal->slot(), [this, signal](std::exception_ptr thrown) {
                       running_.erase(signal);
                       if (running_.empty()) all_done_.cancel();
                       if (thrown) std::rethrow_exception(thrown);
                   }));
}

void task_group::cancel(asio::cancellation_type type)
{
    // Emitting may finish a task and erase its signal, so step past it first.
    for (auto signal = running_.begin(); signal != running_.end();) (signal++)->emit(type);
}

asio::awaitable<result<void>> task_group::wait(deadline until)
{
    while (!running_.empty()) {
        if (std::chrono::steady_clock::now() >= until)
            co_return error{errc::timed_out, "tasks were still running at the end of the grace period"};
        boost::system::error_code ended;
        all_done_.expires_at(until);
        co_await all_done_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
    co_return result<void>{};
}

}  // namespace parley
