// Asks one endpoint: address, credential, tries and waits. What comes back is an answer or the reason why
// not.
//
// Belongs to one loop. It is tried again only before the first byte of the answer has been given out, and
// everything ends at the caller's deadline. Reading a stream is the caller's: its failures are not tried
// again.
#pragma once

#include "http/client.hpp"
#include "openai/detail/gate.hpp"
#include "openai/detail/retry.hpp"
#include "openai/setback.hpp"

namespace parley::openai {

enum class reading {
    whole,   // the body is read here, within the tries
    stream,  // only if it is JSON; an event stream is handed out unread
};

struct call {
    std::string method = "POST";
    std::string route;       // "/chat/completions", below the base
    std::string model = {};  // the deployment, for routes that have it in their path
    std::string body = {};   // JSON, or empty
    reading wanted = reading::whole;
    std::size_t answer_bytes_max = 16 * 1024 * 1024;  // of a whole body
    setback_listener* setbacks = nullptr;             // null: nobody is told
    int tries_before = 0;                             // at other hosts
};

// The answer to a call with status 200. Of `stream` and `body`, one is filled.
struct answer {
    std::string request_id = {};
    std::unique_ptr<http::client_response> stream = {};
    std::string body = {};
    std::size_t from = 0;  // which of several hosts gave it
};

// An answer that cannot be read: often an error told with status 200, else `complaint` as errc::malformed.
error unusable(const answer& got, const endpoint& where, std::string complaint);

class upstream {
public:
    // `client` outlives it.
    upstream(http::client& client, endpoint where);

    const endpoint& where() const { return where_; }

    // What this host calls the model that a request names.
    const std::string& model_name(const std::string& requested) const
    {
        return where_.deployment.empty() ? requested : where_.deployment;
    }

    // Tries and waits as `endpoint::retries` says. `refused`, if given, gets what the last refusal said, and
    // is kept alive by the caller.
    asio::awaitable<result<answer>> ask(call what, deadline until, refusal_facts* refused = nullptr);

    // Once, and not at all while the host is known to be busy: for callers who know another host.
    asio::awaitable<result<answer>> ask_at_once(call what, deadline until, refusal_facts* refused = nullptr);

private:
    struct patience {
        int retries_max;
        std::chrono::milliseconds wait_max;
    };
    using tried = boost::system::result<answer, failed_try>;
    using token = std::shared_ptr<const identity::access_token>;

    asio::awaitable<result<answer>> ask_with(patience how, call what, deadline until, refusal_facts* refused);
    asio::awaitable<tried> try_once(const call& what, token& used, deadline until);
    asio::awaitable<result<void>> sign(http::client_request& request, token& used, deadline until) const;
    asio::awaitable<failed_try> refusal(http::client_response& response, deadline until) const;
    bool renew(const token& used, const failed_try& failure) const;
    asio::awaitable<void> tell(const call& what, errc why, std::chrono::milliseconds wait, int attempt) const;
    void log(const call& what, const failed_try& failure) const;
    std::chrono::milliseconds wait_after(const failed_try& failure, int tries) const;

    http::client& client_;
    endpoint where_;
    gate gate_;
};

}  // namespace parley::openai
