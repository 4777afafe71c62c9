// A client with a loop of its own: for programs that do one thing after the other.
//
// One thread. The loop runs while `run` does, and not in between.
#pragma once

#include "base/run_on_loop.hpp"
#include "http/client.hpp"

namespace parley::http {

class lone_client {
public:
    explicit lone_client(client_limits limits = {}, proxy_settings proxies = {}, tls_settings tls = {})
        : client_(loop_.get_executor(), limits, std::move(proxies), std::move(tls))
    {
    }

    client& operator*() { return client_; }

    // Gives what `work` returned, or rethrows what it threw.
    template <class T>
    T run(asio::awaitable<T> work)
    {
        return run_on_loop(loop_, std::move(work));
    }

private:
    asio::io_context loop_;
    client client_;
};

}  // namespace parley::http
