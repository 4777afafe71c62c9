// What credentials ask of the machine they run on: clocks, variables, files, random bytes, HTTP, programs.
//
// Thread-safe: one host serves all loops. What waits runs on the loop that asks.
#pragma once

#include "base/deadline.hpp"
#include "http/message.hpp"
#include "identity/credential.hpp"

#include <cstddef>
#include <filesystem>
#include <span>

namespace parley::identity {

enum class through_proxy { as_configured, never };  // managed identity endpoints are never behind one

struct http_call {
    std::string method = "GET";
    std::string url = {};
    http::fields headers = {};
    std::string body = {};
    std::chrono::milliseconds connect_timeout{5'000};
    std::size_t answer_bytes_max = 64 * 1024;
    through_proxy route = through_proxy::as_configured;
};

struct http_answer {
    unsigned status = 0;
    std::string reason = {};  // the reason phrase as it came
    http::fields headers = {};
    std::string body = {};  // may hold a token: never shown whole
};

struct program_call {
    std::vector<std::string> argv;  // argv[0] is looked up on the path; no shell
    std::vector<std::pair<std::string, std::string>> variables = {};  // on top of the whole environment
    std::string directory = "/bin";  // nothing is picked up from the current one
    std::size_t output_bytes_max = 1024 * 1024;
};

struct program_output {
    int status = 0;              // exit status; 128 + signal when one ended it
    std::string output = {};     // may hold a token: never shown
    std::string complaint = {};  // standard error; warnings on success are normal
};

class host {
public:
    virtual ~host() = default;

    virtual wall_time wall_now() const = 0;
    virtual std::chrono::steady_clock::time_point steady_now() const = 0;

    // Nothing when it is not set or empty. Asked anew each time: some hosts rotate the values.
    virtual std::optional<std::string> variable(const std::string& name) const = 0;

    // Small files; errc::not_found, too_large, or storage when it cannot be read.
    virtual result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) const = 0;

    virtual void fill_random(std::span<std::byte> bytes) const = 0;

    // One try, redirects not followed, body read whole. errc::unreachable, upstream_rejected: nothing sent;
    // timed_out, closed, malformed, too_large as the HTTP client says.
    virtual asio::awaitable<result<http_answer>> exchange(http_call call, deadline until) const = 0;

    // Standard input is empty; at `until` or on cancellation the whole process group is killed.
    // errc::not_found: no such program on the path, or it may not be executed; timed_out; too_large.
    virtual asio::awaitable<result<program_output>> run_program(program_call call, deadline until) const = 0;

    // A pause of a retry; errc::cancelled when the caller was.
    virtual asio::awaitable<result<void>> sleep_until(deadline when) const = 0;
};

}  // namespace parley::identity
