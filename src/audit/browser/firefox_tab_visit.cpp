#include "audit/browser/firefox_tab.hpp"
#include "audit/browser/json_member.hpp"
#include "base/ascii.hpp"

#include <boost/json/array.hpp>

namespace parley::audit {
namespace {

using boost::json::array;
using boost::json::object;

object in_text(std::string_view value)
{
    return {{"type", "string"}, {"value", value}};
}

object header(std::string_view name, std::string_view value)
{
    return {{"name", name}, {"value", in_text(value)}};
}

// The request's headers; those of the visitor stand in place of their like.
array headers_of(const object& request, const visitor& who)
{
    array headers;
    for (const auto& [name, value] : who.headers) headers.push_back(header(name, value));
    if (const auto* all = request.if_contains("headers"); all && all->is_array())
        for (const auto& each : all->get_array())
            if (each.is_object() && !is_replaced(who, text_member(each.get_object(), "name")))
                headers.push_back(each);
    return headers;
}

std::string host_of(const std::string& origin)
{
    const auto begin = origin.find("://") + 3;
    const auto port = origin.find(':', origin[begin] == '[' ? origin.find(']') : begin);
    return origin.substr(begin, port == std::string::npos ? port : port - begin);
}

// From CookieParam of the DevTools protocol to storage.PartialCookie.
object as_bidi(const object& from)
{
    object cookie{{"name", text_member(from, "name")},
                  {"value", in_text(text_member(from, "value"))},
                  {"domain", text_member(from, "domain")},
                  {"path", text_member(from, "path")}};
    for (const auto* key : {"httpOnly", "secure"})
        if (const auto* flag = from.if_contains(key)) cookie[key] = *flag;
    if (auto same_site = text_member(from, "sameSite"); !same_site.empty())
        cookie["sameSite"] = ascii::lower_case(same_site);
    if (const auto* expires = from.if_contains("expires"); expires && expires->is_number())
        cookie["expiry"] = static_cast<std::int64_t>(expires->to_number<double>());
    return cookie;
}

}  // namespace

asio::awaitable<result<void>> firefox_tab::come_as(visitor who, std::string address, deadline until)
{
    introduced_ = {};
    if (is_used_) {
        // Nothing that the one before left is in a new container.
        auto opened = co_await open_in(shown_, until);
        if (!opened) co_return opened.error();
        auto dressed = is_dressed_ ? co_await dress(until) : result<void>{};
        if (!dressed) co_return dressed.error();
    }
    if (is_nobody(who) || !address.starts_with("http")) co_return result<void>{};
    introduced_.origin = told_origin(address);
    if (is_spelled_by_browsers(introduced_.origin)) {
        auto origin = co_await evaluate(top_, origin_script(address), until);
        if (!origin) co_return origin.error();
        introduced_.origin = *std::move(origin);
    }
    introduced_.who = std::move(who);

    if (!introduced_.who.storage_state.empty()) {
        auto state = read_storage_state(introduced_.who.storage_state);
        if (!state) co_return state.error();
        auto stored = co_await put_storage(*std::move(state), until);
        if (!stored) co_return stored.error();
    }
    auto put = co_await put_given_cookies(introduced_.who, until);
    if (!put) co_return put.error();
    if (introduced_.who.headers.empty()) co_return result<void>{};
    co_return co_await watch_requests(until);
}

asio::awaitable<result<void>> firefox_tab::put_given_cookies(const visitor& who, deadline until)
{
    const auto host = host_of(introduced_.origin);
    std::size_t number = 0;
    for (const auto& each : who.cookies) {
        ++number;
        array one;
        one.push_back(object{{"name", each.name}, {"value", each.value}, {"domain", host}, {"path", "/"}});
        auto put = co_await put_cookies(std::move(one), until);
        if (!put && put.error().code == errc::upstream_rejected)
            co_return error{
                errc::invalid_input,
                "the browser does not take cookie " + std::to_string(number) +
                    " of those that were given: look at its name, and at what stands in its value"};
        if (!put) co_return put.error();
    }
    co_return result<void>{};
}

asio::awaitable<result<void>> firefox_tab::put_cookies(array cookies, deadline until)
{
    for (const auto& each : cookies) {
        const auto& given = each.get_object();
        if (text_member(given, "domain").empty() || !text_member(given, "path").starts_with('/'))
            co_return error{errc::upstream_rejected, "a cookie has no host or no path"};  // Firefox takes it
        object cookie{{"cookie", as_bidi(given)},
                      {"partition", object{{"type", "storageKey"}, {"userContext", container_}}}};
        auto put = co_await call("storage.setCookie", std::move(cookie), until);
        if (!put) co_return put.error();
    }
    co_return result<void>{};
}

asio::awaitable<result<void>> firefox_tab::put_storage(storage_state state, deadline until)
{
    auto put = co_await put_cookies(std::move(state.cookies), until);
    if (!put && put.error().code == errc::upstream_rejected)
        co_return error{errc::invalid_input, "the browser does not take the cookies of the storage state"};
    if (!put) co_return put.error();
    if (state.origins.empty()) co_return result<void>{};

    // Local storage can be written from a page of its origin only.
    introduced_.is_blank_everywhere = true;
    auto watched = co_await watch_requests(until);
    if (!watched) co_return watched.error();
    for (const auto& [origin, items] : state.origins) {
        auto gone = co_await go_to(origin, until);
        if (gone) gone = co_await wait_for(wait_until::loaded, until);
        if (!gone)
            co_return error{errc::invalid_input,
                            "the storage state has an origin without a page: " + gone.error().detail};
        const auto stored = co_await evaluate(top_, store_script(items), until);
        if (!stored)
            co_return error{errc::invalid_input,
                            "the browser does not take the local storage of the storage state"};
    }
    introduced_.is_blank_everywhere = false;
    co_return co_await leave_requests(until);
}

// All requests of the page stop at us, and only those to its origin go on with more than they came with.
asio::awaitable<result<void>> firefox_tab::watch_requests(deadline until)
{
    array phases;
    phases.emplace_back("beforeRequestSent");
    array contexts;
    contexts.emplace_back(top_);
    object which{{"phases", std::move(phases)}, {"contexts", std::move(contexts)}};
    const auto watched = co_await call("network.addIntercept", std::move(which), until);
    if (!watched) co_return watched.error();
    intercept_ = text_member(*watched, "intercept");
    co_return result<void>{};
}

asio::awaitable<result<void>> firefox_tab::leave_requests(deadline until)
{
    object which{{"intercept", std::exchange(intercept_, {})}};
    const auto left = co_await call("network.removeIntercept", std::move(which), until);
    if (!left) co_return left.error();
    co_return result<void>{};
}

void firefox_tab::hear_of_request(const object& what)
{
    const auto request = object_member(what, "request");
    object onward{{"request", text_member(request, "request")}};
    if (introduced_.is_blank_everywhere) {
        array headers;
        headers.push_back(header("Content-Type", "text/html"));
        onward["statusCode"] = 200;
        onward["reasonPhrase"] = "OK";
        onward["headers"] = std::move(headers);
        onward["body"] = in_text("");
        return session_->tell("network.provideResponse", onward);
    }
    const bool is_ours = text_member(request, "url").starts_with(introduced_.origin + '/');
    if (is_ours) onward["headers"] = headers_of(request, introduced_.who);
    session_->tell("network.continueRequest", onward);
}

// A password that was wrong once is not offered again: the page is then the host's refusal.
void firefox_tab::hear_of_login(const object& what)
{
    const auto request = object_member(what, "request");
    auto id = text_member(request, "request");
    const bool is_proxy = number_member(object_member(what, "response"), "status") == 407;
    const bool is_ours = !is_proxy && !introduced_.who.user_name.empty() &&
                         text_member(request, "url").starts_with(introduced_.origin + '/') &&
                         introduced_.logins.insert(id).second;
    object answer{{"request", std::move(id)}, {"action", is_ours ? "provideCredentials" : "cancel"}};
    if (is_ours)
        answer["credentials"] = object{{"type", "password"},
                                       {"username", introduced_.who.user_name},
                                       {"password", introduced_.who.password}};
    session_->tell("network.continueWithAuth", answer);
}

}  // namespace parley::audit
