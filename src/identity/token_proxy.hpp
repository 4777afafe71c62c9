// Managed identity for containers on this computer: App Service's endpoint, over a login that stays outside.
//
// From a request to a response; sockets are somebody else's business. Browsers, other names for this host and
// resources that are not on the list are refused, and neither tokens nor header values reach the log.
#pragma once

#include "base/log.hpp"
#include "http/message.hpp"
#include "identity/host.hpp"

#include <atomic>

namespace parley::identity {

constexpr std::string_view token_proxy_path = "/oauth2/token";

struct token_proxy_options {
    secret header_value;                 // what X-IDENTITY-HEADER has to hold; never empty
    std::vector<std::string> resources;  // what tokens may be for; one trailing `/` does not count
    std::string address;                 // the bound address without brackets: clients may call us by it
    std::uint16_t port = 0;
};

// Thread-safe: any loop may ask. All that is given outlives it.
class token_proxy {
public:
    token_proxy(token_credential& tokens, token_proxy_options options, log_sink& log)
        : tokens_(tokens), options_(std::move(options)), log_(log)
    {
    }

    // `asked.until` is the deadline of the token. Failures are responses too.
    asio::awaitable<http::response> answer(http::request asked);

private:
    void warn_about_selectors(const std::vector<std::pair<std::string, std::string>>& query);

    token_credential& tokens_;
    const token_proxy_options options_;
    log_sink& log_;
    std::atomic<bool> has_warned_{false};
};

// `{"statusCode":N,"message":"…"}`, as App Service says it.
http::response token_proxy_refusal(unsigned status, std::string_view message);

// A new header value: 256 random bits.
secret make_token_proxy_header(const host& machine);

}  // namespace parley::identity
