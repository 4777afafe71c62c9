// The signals that end a command in order: Ctrl-C, SIGTERM, and a terminal that closes unless somebody
// (nohup) has told us to stay.
#pragma once

#include <boost/asio/signal_set.hpp>

#include <csignal>

namespace parley::cli {

inline void add_stop_signals(boost::asio::signal_set& to)
{
    to.add(SIGINT);
    to.add(SIGTERM);
    struct sigaction now {};
    if (sigaction(SIGHUP, nullptr, &now) != 0 || now.sa_handler != SIG_IGN) to.add(SIGHUP);
}

}  // namespace parley::cli
