// Runs one piece of work on a loop of its own until it ends or Ctrl-C (stop_signals.hpp) stops it.
//
// Programs that the work has started are in groups of their own, so the signal must reach the work itself.
#pragma once

#include "base/deadline.hpp"
#include "cli/stop_signals.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <optional>

namespace parley::cli {

template <class T>
T run_interruptible(asio::awaitable<T> work)
{
    asio::io_context loop(1);
    asio::cancellation_signal stop;
    bool is_stopped = false;
    asio::signal_set signals(loop);
    add_stop_signals(signals);
    signals.async_wait([&](boost::system::error_code failed, int) {
        if (failed) return;
        is_stopped = true;
        stop.emit(asio::cancellation_type::terminal);
    });
    std::optional<T> outcome;
    asio::co_spawn(loop, std::move(work),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown, T value) {
                       // A stop between two waits makes the second one throw.
                       if (thrown && !is_stopped) std::rethrow_exception(thrown);
                       outcome = thrown ? T(error{errc::cancelled, "stopped"}) : std::move(value);
                       signals.cancel();
                   }));
    loop.run();
    return std::move(*outcome);
}

}  // namespace parley::cli
