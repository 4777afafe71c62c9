#include "server/routes.hpp"

#include "base/ascii.hpp"
#include "server/document_routes.hpp"
#include "server/history_routes.hpp"
#include "server/replies.hpp"
#include "server/run_routes.hpp"
#include "server/v1/routes.hpp"
#include "server/visitor.hpp"

#include <algorithm>

namespace parley::server {
namespace {

// The page asks for it first, so this is where a visitor gets a key, if anything is kept. Another site's link
// comes without the key that the visitor has, which a new one would replace.
asio::awaitable<result<void>> send_config(client_config about, holding documents, http::request request,
                                          http::exchange& out)
{
    auto answer = json_response(config_json(about, documents));
    const bool is_kept = about.conversations == offered::yes || about.feedback == offered::yes;
    if (is_kept && !is_from_another_site(request.headers))
        answer.headers.set("Set-Cookie", visitor_of(request.headers).cookie);
    co_return co_await out.send(std::move(answer));
}

http::handler always(std::string body)
{
    return [body = std::move(body)](http::request, http::exchange& out) { return send_json(body, out); };
}

error other_host()
{
    return {errc::invalid_input,
            "This server does not go by that name. Use the address it printed, or start it with --host."};
}

asio::awaitable<result<void>> send_readiness(result<void> ready, http::exchange& out)
{
    if (!ready) co_return ready.error();
    co_return co_await out.send(json_response("{\"status\":\"ready\"}\n"));
}

http::handler for_our_hosts(http::handler handle, std::vector<std::string> hosts)
{
    if (hosts.empty()) return handle;
    return
        [handle = std::move(handle), hosts = std::move(hosts)](http::request request, http::exchange& out) {
            if (!is_host_of(request.headers.find("host").value_or(""), hosts)) return refuse(other_host());
            return handle(std::move(request), out);
        };
}

using body_begin = decltype(http::body_rule::begin);

body_begin bodies_for_our_hosts(body_begin begin, std::vector<std::string> hosts)
{
    if (hosts.empty() || !begin) return begin;
    return [begin = std::move(begin), hosts = std::move(hosts)](
               const http::request& head) -> result<std::unique_ptr<http::body_receiver>> {
        if (!is_host_of(head.headers.find("host").value_or(""), hosts)) return other_host();
        return begin(head);
    };
}

}  // namespace

bool is_host_of(std::string_view header, const std::vector<std::string>& hosts)
{
    // An IPv6 address stands in brackets, so what follows the last colon outside of them is the port.
    const auto colon = header.rfind(':');
    const auto bracket = header.rfind(']');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket))
        header = header.substr(0, colon);
    return std::ranges::find(hosts, ascii::lower_case(header)) != hosts.end();
}

std::vector<http::route> make_routes(site of)
{
    const auto page = [files = of.files, pages = of.pages](http::request request, http::exchange& out) {
        return send_static_file(files, pages, std::move(request), out);
    };
    const auto content = [look_up = of.documents](http::request request, http::exchange& out) {
        return send_content(look_up, std::move(request), out);
    };
    const auto chat = [with = of.chat](http::request request, http::exchange& out) {
        return whole_chat(with, std::move(request), out);
    };
    const auto chat_stream = [with = of.chat](http::request request, http::exchange& out) {
        return stream_chat(with, std::move(request), out);
    };
    const auto ready = [readiness = of.readiness](http::request, http::exchange& out) {
        return send_readiness(readiness(), out);
    };
    of.config.conversations = of.chat.history.conversations;
    of.config.feedback = of.chat.history.feedback;
    of.config.document_list = of.library ? offered::yes : offered::no;
    // Made anew each time: documents may come while we serve.
    const auto config = [about = of.config, holdings = of.holdings](http::request request,
                                                                    http::exchange& out) {
        return send_config(about, holdings ? holdings() : holding::unknown, std::move(request), out);
    };
    std::vector<http::route> routes = {
        {"GET", "/", page},
        {"GET", "/favicon.ico", page},
        {"GET", "/embed.js", page},
        {"GET", "/assets/*", page},
        {"POST", "/chat", chat},
        {"POST", "/chat/stream", chat_stream},
        {"POST", "/chat//stream", chat_stream},  // the client of dialect C, given an address that ends in /
        {"GET", "/content/*", content},
        {"GET", "/config", config},
        {"GET", "/auth_setup",
         always(
             "{\"useLogin\":false,\"requireAccessControl\":false,\"enableUnauthenticatedAccess\":true}\n")},
        {"GET", "/.auth/me", always("[]\n")},
        {"GET", "/healthz", always("{\"status\":\"ok\"}\n")},
        {"GET", "/readyz", ready},
    };
    for (auto& route : history_routes(of.chat.history, of.chat.log)) routes.push_back(std::move(route));
    for (auto& route : v1::model_routes(of.chat, of.embeddings)) routes.push_back(std::move(route));
    for (auto& route : run_routes(of.chat)) routes.push_back(std::move(route));
    if (of.library)
        for (auto& route : document_routes(*of.library)) routes.push_back(std::move(route));
    for (auto& route : routes) {
        route.handle = for_our_hosts(std::move(route.handle), of.hosts);
        route.body.begin = bodies_for_our_hosts(std::move(route.body.begin), of.hosts);
    }
    return routes;
}

http::cors_policy cors_policy_for(std::vector<std::string> origins)
{
    return {std::move(origins), "Content-Type, X-Parley-Dialect", "Retry-After, X-Parley-Run, X-Request-Id"};
}

http::fields security_headers()
{
    return {{"X-Content-Type-Options", "nosniff"},
            {"Referrer-Policy", "no-referrer"},
            {"Cross-Origin-Opener-Policy", "same-origin"},
            {"Cross-Origin-Resource-Policy", "same-origin"}};
}

}  // namespace parley::server
