#include "identity/system_host.hpp"

#include "base/descriptor.hpp"
#include "http/client.hpp"
#include "process/run.hpp"

#include <boost/asio/redirect_error.hpp>
#include <openssl/rand.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace parley::identity {
namespace {

error unreadable(const std::filesystem::path& path, int reason)
{
    return {reason == ENOENT ? errc::not_found : errc::storage,
            "cannot read " + path.string() + ": " + std::strerror(reason)};
}

// Reads one byte more than allowed, to see that there is more.
result<std::string> read_at_most(const descriptor& from, const std::filesystem::path& path,
                                 std::size_t bytes_max)
{
    std::string text(bytes_max + 1, '\0');
    std::size_t used = 0;
    while (used < text.size()) {
        const auto got = ::read(from.get(), text.data() + used, text.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unreadable(path, errno);
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
    }
    if (used > bytes_max)
        return error{errc::too_large,
                     path.string() + " is longer than the limit of " + std::to_string(bytes_max) + " bytes"};
    text.resize(used);
    return text;
}

}  // namespace

std::optional<std::string> system_host::variable(const std::string& name) const
{
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

result<std::string> system_host::read_file(const std::filesystem::path& path, std::size_t bytes_max) const
{
    // Not blocking: to open a pipe that nobody writes to would hold the loop for ever.
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) return unreadable(path, errno);
    struct stat about = {};
    if (::fstat(file.get(), &about) != 0) return unreadable(path, errno);
    if (!S_ISREG(about.st_mode)) return error{errc::storage, path.string() + " is not a regular file"};
    return read_at_most(file, path, bytes_max);
}

void system_host::fill_random(std::span<std::byte> bytes) const
{
    if (::RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the system has no random bytes");
}

asio::awaitable<result<http_answer>> system_host::exchange(http_call call, deadline until) const
{
    http::client_limits limits;
    limits.connect_timeout = call.connect_timeout;
    const auto proxies = call.route == through_proxy::never ? http::proxy_settings{} : proxies_;
    http::client client(co_await asio::this_coro::executor, limits, proxies, tls_);

    http::client_request request{.method = std::move(call.method),
                                 .url = std::move(call.url),
                                 .headers = std::move(call.headers),
                                 .bearer = {},
                                 .body = std::move(call.body)};
    auto response = co_await client.start(std::move(request), until);
    if (!response) co_return response.error();
    http_answer answer{(*response)->status(), (*response)->reason(), (*response)->headers(), {}};
    auto body = co_await finish_before(until, http::read_all(**response, call.answer_bytes_max));
    if (!body) co_return body.error();
    answer.body = std::move(*body);
    co_return answer;
}

asio::awaitable<result<program_output>> system_host::run_program(program_call call, deadline until) const
{
    process::program what{std::move(call.argv), std::move(call.variables), std::move(call.directory)};
    const process::output_limits limits{.output_bytes_max = call.output_bytes_max};
    auto ended = co_await process::run(std::move(what), limits, until);
    if (!ended) co_return ended.error();
    co_return program_output{ended->status, std::move(ended->output), std::move(ended->complaint)};
}

asio::awaitable<result<void>> system_host::sleep_until(deadline when) const
{
    asio::steady_timer timer(co_await asio::this_coro::executor, when);
    boost::system::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return error{errc::cancelled, "stopped while waiting to try again"};
    co_return result<void>{};
}

}  // namespace parley::identity
