// Keeps Ctrl-C (stop_signals.hpp) from killing the program between two pieces of interruptible work
// (run_interruptible.hpp): the piece that comes next hears of it.
#pragma once

#include "cli/stop_signals.hpp"

#include <boost/asio/io_context.hpp>

namespace parley::cli {

class held_interrupt {
public:
    held_interrupt()
    {
        add_stop_signals(signals_);
        signals_.async_wait([this](boost::system::error_code failed, int) { has_come_ = !failed; });
    }

    bool has_come()
    {
        loop_.poll();
        return has_come_;
    }

private:
    boost::asio::io_context loop_{1};
    boost::asio::signal_set signals_{loop_};
    bool has_come_ = false;
};

}  // namespace parley::cli
