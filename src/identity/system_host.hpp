// The machine we really run on: its clocks, environment, files, network and programs.
//
// An HTTP client is made for each exchange, on the loop that asks: tokens are fetched rarely, and a pool
// would belong to one loop. Files are read on the spot: they are small and local. Thread-safe: immutable.
#pragma once

#include "http/proxy.hpp"
#include "http/tls.hpp"
#include "identity/host.hpp"

namespace parley::identity {

class system_host final : public host {
public:
    explicit system_host(http::proxy_settings proxies = {}, http::tls_settings tls = {})
        : proxies_(std::move(proxies)), tls_(std::move(tls))
    {
    }

    wall_time wall_now() const override { return std::chrono::system_clock::now(); }
    std::chrono::steady_clock::time_point steady_now() const override
    {
        return std::chrono::steady_clock::now();
    }
    std::optional<std::string> variable(const std::string& name) const override;
    result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) const override;
    void fill_random(std::span<std::byte> bytes) const override;
    asio::awaitable<result<http_answer>> exchange(http_call call, deadline until) const override;
    asio::awaitable<result<program_output>> run_program(program_call call, deadline until) const override;
    asio::awaitable<result<void>> sleep_until(deadline when) const override;

private:
    http::proxy_settings proxies_;
    http::tls_settings tls_;
};

}  // namespace parley::identity
