#include "audit/browser/firefox_tab.hpp"

#include "audit/browser/firefox.hpp"
#include "audit/browser/json_member.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/json/array.hpp>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;
using boost::json::array;
using boost::json::object;

constexpr auto sandbox_name = "parley-audit";
constexpr auto network_quiet_for = 500ms;

// In the words of the browser, which name the cause: NS_ERROR_UNKNOWN_HOST.
error not_reached(std::string cause)
{
    if (cause.starts_with("Error: ")) cause.erase(0, 7);
    if (cause == "NS_ERROR_UNKNOWN_HOST")
        return {errc::unreachable, "its host name is not known (" + cause + ")"};
    if (cause == "NS_ERROR_CONNECTION_REFUSED")
        return {errc::unreachable, "its host refused the connection (" + cause + ")"};
    if (cause == "NS_ERROR_FILE_NOT_FOUND") return {errc::not_found, "there is no such file (" + cause + ")"};
    return {errc::unreachable, "it could not be loaded" + (cause.empty() ? "" : " (" + cause + ")")};
}

error page_crashed()
{
    return {errc::closed, "the page crashed"};
}

object in_contexts(const std::string& context)
{
    array contexts;
    contexts.emplace_back(context);
    return {{"contexts", std::move(contexts)}};
}

}  // namespace

asio::awaitable<result<std::unique_ptr<firefox_tab>>> firefox_tab::open(
    std::shared_ptr<firefox_sessions> sessions, deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    auto made = std::make_unique<firefox_tab>(sessions, loop);
    auto opened = co_await made->open_in(sessions->latest(), until);
    if (!opened) co_return opened.error();
    co_return std::move(made);
}

// A window of its own, so that it is never hidden behind another.
asio::awaitable<result<void>> firefox_tab::open_in(appearance shown, deadline until)
{
    const auto sessions = sessions_.lock();
    if (!sessions) co_return error{errc::closed, "the browser ended"};
    auto session = co_await sessions->shown_as(shown, until);
    if (!session) co_return session.error();
    close();
    session_ = std::move(*session);
    shown_ = shown;
    const auto container = co_await session_->call("", "browser.createUserContext", {}, until);
    if (!container) co_return container.error();
    container_ = text_member(*container, "userContext");
    session_->listen(*this);
    object window{{"type", "window"}, {"userContext", container_}};
    const auto opened = co_await session_->call("", "browsingContext.create", std::move(window), until);
    if (!opened) co_return opened.error();
    top_ = text_member(*opened, "context");
    frames_ = {top_};
    co_return result<void>{};
}

void firefox_tab::close()
{
    if (!session_) return;
    session_->forget(*this);
    if (!top_.empty()) session_->tell("browsingContext.close", {{"context", top_}});
    if (!container_.empty()) session_->tell("browser.removeUserContext", {{"userContext", container_}});
    if (!intercept_.empty()) session_->tell("network.removeIntercept", {{"intercept", intercept_}});
    for (auto* each : {&top_, &container_, &intercept_, &coming_}) each->clear();
    frames_.clear();
    answers_.clear();
    failures_.clear();
    requests_.clear();
    document_ = {};
    is_used_ = crashed_ = loaded_ = false;
}

asio::awaitable<result<void>> firefox_tab::show_as(page_view view, std::string user_agent, deadline until)
{
    view_ = std::move(view);
    user_agent_ = std::move(user_agent);
    is_dressed_ = true;
    const appearance wanted{view_.scheme, view_.moving, view_.palette};
    if (wanted != shown_) {
        auto opened = co_await open_in(wanted, until);
        if (!opened) co_return opened.error();
    }
    co_return co_await dress(until);
}

asio::awaitable<result<void>> firefox_tab::dress(deadline until)
{
    object size{{"context", top_},
                {"viewport", object{{"width", view_.width}, {"height", view_.height}}},
                {"devicePixelRatio", 1}};
    auto sized = co_await call("browsingContext.setViewport", std::move(size), until);
    if (!sized) co_return sized.error();

    object locale = in_contexts(top_);
    if (!view_.locale.empty())
        locale["locale"] = view_.locale;
    else
        locale["locale"] = nullptr;
    const auto located = co_await call("emulation.setLocaleOverride", std::move(locale), until);
    if (!located && !view_.locale.empty()) {
        if (located.error().code != errc::upstream_rejected) co_return located.error();
        co_return error{errc::invalid_input, "the browser knows no locale " + view_.locale};
    }
    object name = in_contexts(top_);
    if (!user_agent_.empty())
        name["userAgent"] = user_agent_;
    else
        name["userAgent"] = nullptr;
    auto named = co_await call("emulation.setUserAgentOverride", std::move(name), until);
    if (!named && !user_agent_.empty()) co_return named.error();
    co_return co_await check_dress(until);
}

// What this Firefox does not know of would be left out in silence.
asio::awaitable<result<void>> firefox_tab::check_dress(deadline until)
{
    auto script = std::string(
        "(() => { const is = (query) => matchMedia(query).matches; return JSON.stringify([innerWidth, "
        "innerHeight, is('(prefers-color-scheme: dark)'), is('(prefers-reduced-motion: reduce)'), "
        "is('(forced-colors: active)')]); })()");
    const auto said = co_await evaluate(top_, std::move(script), until);
    if (!said) co_return said.error();
    std::string expected(1, '[');
    expected += std::to_string(view_.width) + ',' + std::to_string(view_.height);
    for (const bool is_so : {view_.scheme == color_scheme::dark, view_.moving == motion::reduced,
                             view_.palette == colors::forced})
        expected += is_so ? ",true" : ",false";
    expected += ']';
    if (*said == expected) co_return result<void>{};
    co_return error{errc::unsupported,
                    "this Firefox cannot show pages as asked: of width, height, dark, reduced motion and "
                    "forced colors " +
                        expected + " it makes " + *said};
}

asio::awaitable<result<void>> firefox_tab::go_to(std::string address, deadline until)
{
    downloads_ = false;
    is_used_ = true;
    within_.clear();
    const auto before = documents_shown_;
    object where{{"context", top_}, {"url", std::move(address)}, {"wait", "none"}};
    const auto gone = co_await call("browsingContext.navigate", std::move(where), until);
    if (downloads_) co_return error{errc::unsupported, "it is a file to download, not a page"};
    if (!gone) {
        if (gone.error().code == errc::timed_out)
            co_return error{errc::timed_out, "its host did not answer in time"};
        if (gone.error().code == errc::upstream_rejected) co_return not_reached(gone.error().detail);
        co_return gone.error();
    }
    auto arrived = co_await arrive(text_member(*gone, "navigation"), before, deadline(until));
    if (!arrived) co_return arrived.error();
    co_return co_await learn_media_type(until);
}

asio::awaitable<result<void>> firefox_tab::arrive(std::string navigation, std::size_t before, deadline until)
{
    while (documents_shown_ == before && within_ != navigation) {
        if (has_crashed()) co_return page_crashed();
        if (downloads_) co_return error{errc::unsupported, "it is a file to download, not a page"};
        if (const auto failed = failures_.find(navigation); failed != failures_.end())
            co_return not_reached(failed->second);
        if (std::chrono::steady_clock::now() >= until) {
            const bool is_answered = answers_.contains(navigation);
            co_return error{errc::timed_out, is_answered ? "it did not begin to load in time"
                                                         : "its host did not answer in time"};
        }
        co_await wait_for_change(until);
    }
    if (!document_.is_browsers_own) co_return result<void>{};
    const auto failed = failures_.find(navigation);
    co_return not_reached(failed == failures_.end() ? "" : failed->second);
}

asio::awaitable<void> firefox_tab::wait_for_change(deadline until)
{
    boost::system::error_code ignored;
    changed_.expires_at(until);
    co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<result<void>> firefox_tab::wait_for(wait_until ready, deadline until)
{
    for (;;) {
        if (has_crashed()) co_return page_crashed();
        const bool is_idle = ready == wait_until::loaded || is_network_idle();
        if (loaded_ && is_idle) co_return co_await learn_media_type(until);
        if (std::chrono::steady_clock::now() >= until) break;
        const bool may_become_idle = loaded_ && requests_.empty();
        co_await wait_for_change(may_become_idle ? std::min(until, busy_until_ + network_quiet_for) : until);
    }
    co_return error{errc::timed_out, loaded_ ? "its network did not become idle in time"
                                             : "it did not finish loading in time"};
}

bool firefox_tab::is_network_idle() const
{
    return requests_.empty() && std::chrono::steady_clock::now() >= busy_until_ + network_quiet_for;
}

// Of what did not come by HTTP, such as a file, only the document knows.
asio::awaitable<result<void>> firefox_tab::learn_media_type(deadline until)
{
    if (!document_.media_type.empty()) co_return result<void>{};
    auto said = co_await evaluate(top_, "document.contentType", until);
    if (said)
        document_.media_type = *std::move(said);
    else if (said.error().code == errc::timed_out)
        co_return error{errc::timed_out, "it did not finish loading in time"};
    co_return result<void>{};
}

asio::awaitable<result<frame_id>> firefox_tab::frame_inside(frame_id parent, std::string element,
                                                            deadline until)
{
    const auto found = co_await in_sandbox(std::move(parent), "(" + element + ")?.contentWindow", until);
    if (!found) co_return found.error();
    auto frame = text_member(object_member(*found, "value"), "context");
    if (text_member(*found, "type") != "window" || frame.empty())
        co_return error{errc::not_found, "the element holds no frame"};
    frames_.insert(frame);
    co_return frame;
}

asio::awaitable<result<std::string>> firefox_tab::evaluate(frame_id frame, std::string script, deadline until)
{
    auto got = co_await in_sandbox(std::move(frame), std::move(script), until);
    if (!got) co_return got.error();
    auto* value = got->if_contains("value");
    if (text_member(*got, "type") != "string" || !value || !value->is_string())
        co_return error{errc::malformed, "the script gave something else than text"};
    co_return std::string(value->get_string());
}

// The value that the expression gave, as the protocol describes values.
asio::awaitable<result<boost::json::object>> firefox_tab::in_sandbox(frame_id frame, std::string script,
                                                                     deadline until)
{
    if (has_crashed()) co_return page_crashed();
    object asked{{"expression", std::move(script)},
                 {"target", object{{"context", frame}, {"sandbox", sandbox_name}}},
                 {"awaitPromise", true},
                 {"resultOwnership", "none"},
                 {"serializationOptions", object{{"maxDomDepth", 0}, {"maxObjectDepth", 0}}}};
    auto got = co_await session_->call(std::move(frame), "script.evaluate", std::move(asked), until);
    if (!got) co_return got.error();
    if (text_member(*got, "type") == "exception") {
        const auto words = text_member(object_member(*got, "exceptionDetails"), "text");
        co_return error{errc::malformed, words.substr(0, words.find('\n'))};
    }
    auto* value = got->if_contains("result");
    if (!value || !value->is_object()) co_return error{errc::malformed, "the script gave nothing"};
    co_return std::move(value->get_object());
}

asio::awaitable<result<std::string>> firefox_tab::picture(area part, deadline until)
{
    object clip{
        {"type", "box"}, {"x", part.x}, {"y", part.y}, {"width", part.width}, {"height", part.height}};
    object what{{"context", top_},
                {"origin", "document"},
                {"clip", std::move(clip)},
                {"format", object{{"type", "image/png"}}}};
    const auto taken = co_await call("browsingContext.captureScreenshot", std::move(what), until);
    if (!taken) co_return taken.error();
    co_return text_member(*taken, "data");
}

asio::awaitable<result<boost::json::object>> firefox_tab::call(std::string method, object parameters,
                                                               deadline until)
{
    if (has_crashed()) co_return page_crashed();
    co_return co_await session_->call(container_, std::move(method), std::move(parameters), until);
}

}  // namespace parley::audit
