#include "audit/browser/chromium_tab.hpp"
#include "audit/browser/json_member.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace parley::audit {
namespace {

using boost::json::array;
using boost::json::object;

// Of a file come_as clears no storage.
constexpr std::string_view kept_script = R"js((() => {
  try {
    const isStored = sessionStorage.length > 0 || (location.protocol === 'file:' && localStorage.length > 0);
    return window.length === 0 && window.name === '' && !isStored ? 'nothing' : 'something';
  } catch {
    return 'something';
  }
})())js";

// Nothing is shown of a page: only its origin's storage is there to be written.
object blank_page(std::string request)
{
    array headers;
    headers.push_back(object{{"name", "Content-Type"}, {"value", "text/html"}});
    return {{"requestId", std::move(request)},
            {"responseCode", 200},
            {"responseHeaders", std::move(headers)},
            {"body", ""}};
}

// The request's headers; those of the visitor stand in place of their like.
array headers_of(const object& request, const visitor& who)
{
    array headers;
    for (const auto& [name, value] : who.headers) headers.push_back(object{{"name", name}, {"value", value}});
    for (const auto& [name, value] : object_member(request, "headers")) {
        if (!is_replaced(who, name)) headers.push_back(object{{"name", name}, {"value", value}});
    }
    return headers;
}

}  // namespace

asio::awaitable<result<void>> chromium_tab::come_as(visitor who, std::string address, deadline until)
{
    auto left = co_await forget_visitor(told_origin(address), until);
    if (!left) co_return left.error();
    if (is_nobody(who) || !address.starts_with("http")) co_return result<void>{};
    introduced_.origin = told_origin(address);
    if (is_spelled_by_browsers(introduced_.origin)) {
        auto script = origin_script(address);
        auto origin = co_await evaluate(target_, std::move(script), until);
        if (!origin) co_return origin.error();
        introduced_.origin = *std::move(origin);
    }
    introduced_.who = std::move(who);
    is_plain_ = false;

    if (!introduced_.who.storage_state.empty()) {
        auto state = read_storage_state(introduced_.who.storage_state);
        if (!state) co_return state.error();
        auto stored = co_await put_storage(*std::move(state), until);
        if (!stored) co_return stored.error();
    }
    auto put = co_await put_cookies(introduced_.who, until);
    if (!put) co_return put.error();
    watch_requests(session_);
    for (const auto& [session, frame] : frame_sessions_) watch_requests(session);
    co_return result<void>{};
}

// Of the visitor before, and of what pages have kept for themselves meanwhile.
asio::awaitable<result<void>> chromium_tab::forget_visitor(std::string origin, deadline until)
{
    if (!is_used_) co_return result<void>{};
    if (!introduced_.origin.empty()) {
        pipe_->tell(session_, "Fetch.disable", {});
        for (const auto& [session, frame] : frame_sessions_) pipe_->tell(session, "Fetch.disable", {});
    }
    stored_origins_.insert(std::move(origin));
    introduced_ = {};
    document_ = {};
    pipe_->tell("", "Storage.clearCookies", {{"browserContextId", context_}});
    for (const auto& each : std::exchange(stored_origins_, {})) {
        object where{{"origin", each},
                     {"storageTypes", "local_storage,indexeddb,service_workers,cache_storage"}};
        const auto cleared = co_await call("Storage.clearDataForOrigin", std::move(where), until);
        if (!cleared && cleared.error().code != errc::upstream_rejected) co_return cleared.error();
    }
    co_return result<void>{};
}

// What come_as does not take away: windows and workers beside this one, frames with storage of their own,
// what a tab keeps from page to page, a login that the browser remembers.
asio::awaitable<bool> chromium_tab::leaves_nothing(deadline until)
{
    if (crashed_ || !is_plain_ || !frame_sessions_.empty()) co_return false;
    const auto kept = co_await evaluate(target_, std::string(kept_script), until);
    if (!kept || *kept != "nothing") co_return false;
    const auto all = co_await pipe_->call("", "Target.getTargets", {}, until);
    const auto* targets = all ? all->if_contains("targetInfos") : nullptr;
    if (!targets || !targets->is_array()) co_return false;
    co_return std::ranges::count_if(targets->get_array(), [this](const auto& each) {
        return each.is_object() && text_member(each.get_object(), "browserContextId") == context_ &&
               text_member(each.get_object(), "type") != "browser_ui";  // of the window, not of the page
    }) == 1;
}

asio::awaitable<result<void>> chromium_tab::put_cookies(const visitor& who, deadline until)
{
    std::size_t number = 0;
    for (const auto& each : who.cookies) {
        ++number;
        object cookie{{"name", each.name}, {"value", each.value}, {"url", introduced_.origin + '/'}};
        const auto put = co_await call("Network.setCookie", std::move(cookie), until);
        if (!put && put.error().code != errc::upstream_rejected) co_return put.error();
        const auto* taken = put ? put->if_contains("success") : nullptr;
        if (!taken || !taken->is_bool() || !taken->get_bool())
            co_return error{
                errc::invalid_input,
                "the browser does not take cookie " + std::to_string(number) +
                    " of those that were given: look at its name, and at what stands in its value"};
    }
    co_return result<void>{};
}

asio::awaitable<result<void>> chromium_tab::put_storage(storage_state state, deadline until)
{
    if (!state.cookies.empty()) {
        object all{{"cookies", std::move(state.cookies)}, {"browserContextId", context_}};
        const auto put = co_await pipe_->call("", "Storage.setCookies", std::move(all), until);
        if (!put && put.error().code == errc::upstream_rejected)
            co_return error{errc::invalid_input,
                            "the browser does not take the cookies of the storage state"};
        if (!put) co_return put.error();
    }
    // Local storage can be written from a page of its origin only.
    introduced_.is_blank_everywhere = true;
    if (!state.origins.empty()) {
        auto watched = co_await call("Fetch.enable", {}, until);
        if (!watched) co_return watched.error();
    }
    for (const auto& [origin, items] : state.origins) {
        stored_origins_.insert(origin);
        auto gone = co_await go_to(origin, until);
        if (!gone)
            co_return error{errc::invalid_input,
                            "the storage state has an origin without a page: " + gone.error().detail};
        auto script = store_script(items);
        const auto stored = co_await evaluate(target_, std::move(script), until);
        if (!stored)
            co_return error{errc::invalid_input,
                            "the browser does not take the local storage of the storage state"};
    }
    introduced_.is_blank_everywhere = false;
    if (!state.origins.empty()) pipe_->tell(session_, "Fetch.disable", {});
    co_return result<void>{};
}

// Requests to the origin stop at us, so that nobody else is told anything. With a password it is all
// requests: hosts that ask for one elsewhere are to hear at once that there is none, and not to wait for a
// person.
void chromium_tab::watch_requests(const std::string& session)
{
    if (introduced_.origin.empty() || !wants_requests(introduced_.who)) return;
    array patterns;
    const bool has_login = !introduced_.who.user_name.empty();
    patterns.push_back(object{{"urlPattern", has_login ? "*" : introduced_.origin + "/*"}});
    pipe_->tell(session, "Fetch.enable",
                {{"patterns", std::move(patterns)}, {"handleAuthRequests", has_login}});
}

void chromium_tab::hear_of_request(const devtools_event& event)
{
    auto request = text_member(event.parameters, "requestId");
    if (introduced_.is_blank_everywhere)
        return pipe_->tell(event.session, "Fetch.fulfillRequest", blank_page(std::move(request)));
    object onward{{"requestId", std::move(request)}};
    const auto asked = object_member(event.parameters, "request");
    const bool is_ours = text_member(asked, "url").starts_with(introduced_.origin + '/');
    if (is_ours && !introduced_.who.headers.empty()) onward["headers"] = headers_of(asked, introduced_.who);
    pipe_->tell(event.session, "Fetch.continueRequest", onward);
}

// A password that was wrong once is not offered again: the page is then the host's refusal.
void chromium_tab::hear_of_login(const devtools_event& event)
{
    const auto request = text_member(event.parameters, "requestId");
    const auto challenge = object_member(event.parameters, "authChallenge");
    const bool is_ours = text_member(challenge, "source") != "Proxy" &&
                         text_member(challenge, "origin") == introduced_.origin &&
                         introduced_.logins.insert(request).second;
    object answer{{"response", is_ours ? "ProvideCredentials" : "CancelAuth"}};
    if (is_ours) {
        answer["username"] = introduced_.who.user_name;
        answer["password"] = introduced_.who.password;
    }
    pipe_->tell(event.session, "Fetch.continueWithAuth",
                {{"requestId", request}, {"authChallengeResponse", std::move(answer)}});
}

}  // namespace parley::audit
