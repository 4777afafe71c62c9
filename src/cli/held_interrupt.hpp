// Keeps Ctrl-C (and SIGTERM) from killing the program between two pieces of interruptible work
// (run_interruptible.hpp): the piece that comes next hears of it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>

namespace parley::cli {

class held_interrupt {
public:
    held_interrupt()
    {
        signals_.async_wait([this](boost::system::error_code failed, int) { has_come_ = !failed; });
    }

    bool has_come()
    {
        loop_.poll();
        return has_come_;
    }

private:
    boost::asio::io_context loop_{1};
    boost::asio::signal_set signals_{loop_, SIGINT, SIGTERM};
    bool has_come_ = false;
};

}  // namespace parley::cli
