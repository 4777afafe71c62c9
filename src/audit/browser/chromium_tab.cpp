#include "audit/browser/chromium_tab.hpp"

#include "audit/browser/json_member.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/json/array.hpp>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

constexpr auto sandbox_name = "parley-audit";
constexpr auto patience_with_a_stuck_frame = 250ms;
constexpr auto patience_with_the_page_before = 1s;

// For a page before it is left: a dialog that opens while the browser has the next page already is answered
// by nobody, and holds that page up.
constexpr auto no_more_dialogs = R"js((function silence(frame) {
  try { frame.alert = frame.confirm = frame.prompt = frame.print = () => {}; } catch {}
  for (let i = 0; i < frame.length; ++i) silence(frame[i]);
})(window))js";

boost::json::object media_of(const page_view& view)
{
    const auto feature = [](const char* name, const char* value) {
        return boost::json::object{{"name", name}, {"value", value}};
    };
    boost::json::array features;
    features.push_back(feature("prefers-color-scheme", view.scheme == color_scheme::dark ? "dark" : "light"));
    features.push_back(
        feature("prefers-reduced-motion", view.moving == motion::reduced ? "reduce" : "no-preference"));
    features.push_back(feature("forced-colors", view.palette == colors::forced ? "active" : "none"));
    return {{"features", std::move(features)}};
}

// In the words of the browser, which name the cause: net::ERR_NAME_NOT_RESOLVED.
error not_reached(const std::string& cause)
{
    if (cause == "net::ERR_NAME_NOT_RESOLVED")
        return {errc::unreachable, "its host name is not known (" + cause + ")"};
    if (cause == "net::ERR_CONNECTION_REFUSED")
        return {errc::unreachable, "its host refused the connection (" + cause + ")"};
    if (cause == "net::ERR_FILE_NOT_FOUND") return {errc::not_found, "there is no such file (" + cause + ")"};
    return {errc::unreachable, "it could not be loaded (" + cause + ")"};
}

error page_crashed()
{
    return {errc::closed, "the page crashed"};
}

// Refusals that mean that the document went away meanwhile.
bool is_about_a_lost_document(const std::string& words)
{
    for (const auto* part : {"Cannot find context", "context was destroyed", "navigated or closed",
                             "No frame", "Frame with the given", "not attached", "Session with given id",
                             "Could not find object", "uniqueContextId not found"})
        if (words.find(part) != std::string::npos) return true;
    return false;
}

error refused_by_browser(error said)
{
    if (said.code != errc::upstream_rejected || !is_about_a_lost_document(said.detail)) return said;
    return {errc::closed, "its document went away: " + said.detail};
}

}  // namespace

asio::awaitable<result<std::unique_ptr<chromium_tab>>> chromium_tab::open(std::shared_ptr<devtools> pipe,
                                                                          deadline until)
{
    boost::json::object own{{"disposeOnDetach", true}};
    const auto context = co_await pipe->call("", "Target.createBrowserContext", std::move(own), until);
    if (!context) co_return context.error();
    auto made = std::make_unique<chromium_tab>(std::move(pipe), text_member(*context, "browserContextId"));
    auto attached = co_await made->attach(until);
    if (!attached) co_return attached.error();
    co_return std::move(made);
}

chromium_tab::chromium_tab(std::shared_ptr<devtools> pipe, std::string context)
    : pipe_(std::move(pipe)), context_(std::move(context)), changed_(pipe_->executor(), deadline::max())
{
}

chromium_tab::~chromium_tab()
{
    for (const auto& [session, frame] : frame_sessions_) pipe_->forget(session);
    pipe_->forget(session_);
    pipe_->tell("", "Target.disposeBrowserContext", {{"browserContextId", context_}});
}

asio::awaitable<result<void>> chromium_tab::attach(deadline until)
{
    // Downloads are refused, and said, instead of being kept.
    pipe_->tell("", "Browser.setDownloadBehavior", {{"behavior", "deny"}, {"browserContextId", context_}});
    object blank{{"url", "about:blank"}, {"browserContextId", context_}};
    const auto target = co_await pipe_->call("", "Target.createTarget", std::move(blank), until);
    if (!target) co_return target.error();
    target_ = text_member(*target, "targetId");

    object flat{{"targetId", target_}, {"flatten", true}};
    const auto session = co_await pipe_->call("", "Target.attachToTarget", std::move(flat), until);
    if (!session) co_return session.error();
    session_ = text_member(*session, "sessionId");
    pipe_->listen(session_, *this);
    pipe_->tell(session_, "Network.enable", {});
    pipe_->tell(session_, "Inspector.enable", {});
    pipe_->tell(session_, "Emulation.setFocusEmulationEnabled", {{"enabled", true}});
    prepare(session_);
    object all{{"enabled", true}};
    auto ready = co_await call("Page.setLifecycleEventsEnabled", std::move(all), until);
    if (!ready) co_return ready.error();
    co_return result<void>{};
}

// What holds in every session: dialogs are answered, frames in other processes followed, looks alike.
void chromium_tab::prepare(const std::string& session)
{
    boost::json::array followed;
    followed.push_back(object{{"type", "iframe"}});
    followed.push_back(object{{"type", "worker"}});  // waits too, whether it is listed or not
    pipe_->tell(session, "Page.enable", {});
    pipe_->tell(session, "Target.setAutoAttach",
                {{"autoAttach", true},
                 {"waitForDebuggerOnStart", true},
                 {"flatten", true},
                 {"filter", std::move(followed)}});
    if (!media_.empty()) pipe_->tell(session, "Emulation.setEmulatedMedia", media_);
    if (!locale_.empty()) pipe_->tell(session, "Emulation.setLocaleOverride", {{"locale", locale_}});
    watch_requests(session);
}

asio::awaitable<result<void>> chromium_tab::show_as(page_view view, std::string user_agent, deadline until)
{
    media_ = media_of(view);
    locale_ = view.locale;
    object size{{"width", view.width}, {"height", view.height}, {"deviceScaleFactor", 1}, {"mobile", false}};
    auto sized = co_await call("Emulation.setDeviceMetricsOverride", std::move(size), until);
    if (!sized) co_return sized.error();
    auto dressed = co_await call("Emulation.setEmulatedMedia", media_, until);
    if (!dressed) co_return dressed.error();
    if (!locale_.empty()) {
        object place{{"locale", locale_}};
        auto located = co_await call("Emulation.setLocaleOverride", std::move(place), until);
        if (!located) co_return error{errc::invalid_input, "the browser knows no locale " + locale_};
    }
    if (locale_.empty() && user_agent.empty()) co_return result<void>{};
    is_plain_ = false;

    object browser{{"userAgent", user_agent}};
    if (user_agent.empty()) {
        const auto version = co_await pipe_->call("", "Browser.getVersion", {}, until);
        if (!version) co_return version.error();
        browser["userAgent"] = text_member(*version, "userAgent");
    }
    if (!locale_.empty()) browser["acceptLanguage"] = locale_;
    auto named = co_await call("Network.setUserAgentOverride", std::move(browser), until);
    if (!named) co_return named.error();
    co_return result<void>{};
}

asio::awaitable<result<void>> chromium_tab::go_to(std::string address, deadline until)
{
    downloads_ = false;
    const auto before = loader_;
    if (std::exchange(is_used_, true)) {
        object silence{{"expression", no_more_dialogs}};
        co_await call("Runtime.evaluate", std::move(silence), deadline_after(patience_with_the_page_before));
    }
    object where{{"url", std::move(address)}};
    const auto gone = co_await call("Page.navigate", std::move(where), until);
    if (!gone) {
        if (gone.error().code == errc::timed_out)
            co_return error{errc::timed_out, "its host did not answer in time"};
        co_return gone.error();
    }
    const auto cause = text_member(*gone, "errorText");
    const auto loader = text_member(*gone, "loaderId");
    const auto* is_download = gone->if_contains("isDownload");
    if (downloads_ || (is_download && is_download->is_bool() && is_download->get_bool()))
        co_return error{errc::unsupported, "it is a file to download, not a page"};
    if (const auto known = answers_.find(loader); known != answers_.end() && known->second.status >= 400)
        document_.status = known->second.status;
    if (!cause.empty()) co_return not_reached(cause);
    if (loader.empty()) co_return result<void>{};  // another place in the same document

    while (loader_ == before) {
        if (has_crashed()) co_return page_crashed();
        if (std::chrono::steady_clock::now() >= until)
            co_return error{errc::timed_out, "it did not begin to load in time"};
        boost::system::error_code ignored;
        changed_.expires_at(until);
        co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return result<void>{};
}

asio::awaitable<result<void>> chromium_tab::wait_for(wait_until ready, deadline until)
{
    for (;;) {
        if (has_crashed()) co_return page_crashed();
        if (ready == wait_until::loaded ? loaded_ : network_idle_) co_return result<void>{};
        if (std::chrono::steady_clock::now() >= until) break;
        boost::system::error_code ignored;
        changed_.expires_at(until);
        co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_await free_if_stuck(session_);
    co_return error{errc::timed_out, ready == wait_until::loaded ? "it did not finish loading in time"
                                                                 : "its network did not become idle in time"};
}

shown_document chromium_tab::document() const
{
    return document_;
}

asio::awaitable<result<frame_id>> chromium_tab::frame_inside(frame_id parent, std::string element,
                                                             deadline until)
{
    const auto session = session_of(parent);
    object evaluation{{"expression", std::move(element)}};
    const auto found = co_await in_sandbox(std::move(parent), std::move(evaluation), until);
    if (!found) co_return found.error();
    object which{{"objectId", text_member(*found, "objectId")}};
    const auto described = co_await pipe_->call(session, "DOM.describeNode", std::move(which), until);
    if (!described) co_return refused_by_browser(described.error());
    auto frame = text_member(object_member(*described, "node"), "frameId");
    if (frame.empty()) co_return error{errc::not_found, "the element holds no frame"};
    parents_sessions_[frame] = session;
    co_return frame;
}

asio::awaitable<result<std::string>> chromium_tab::evaluate(frame_id frame, std::string script,
                                                            deadline until)
{
    const auto session = session_of(frame);
    object evaluation{{"expression", std::move(script)}, {"returnByValue", true}, {"awaitPromise", true}};
    auto got = co_await in_sandbox(std::move(frame), std::move(evaluation), until);
    if (!got && got.error().code == errc::timed_out) co_await free_if_stuck(session);
    if (!got) co_return got.error();
    auto* value = got->if_contains("value");
    if (!value || !value->is_string())
        co_return error{errc::malformed, "the script gave something else than text"};
    co_return std::string(value->get_string());
}

// The remote object that the expression gave.
asio::awaitable<result<boost::json::object>> chromium_tab::in_sandbox(frame_id frame, object evaluation,
                                                                      deadline until)
{
    if (has_crashed()) co_return page_crashed();
    const auto session = session_of(frame);
    object where{{"frameId", std::move(frame)}, {"worldName", sandbox_name}};
    const auto world = co_await pipe_->call(session, "Page.createIsolatedWorld", std::move(where), until);
    if (!world) co_return refused_by_browser(world.error());
    if (const auto* id = world->if_contains("executionContextId")) evaluation["contextId"] = *id;
    auto got = co_await pipe_->call(session, "Runtime.evaluate", std::move(evaluation), until);
    if (!got) co_return refused_by_browser(got.error());
    if (got->contains("exceptionDetails")) {
        const auto details = object_member(*got, "exceptionDetails");
        const auto thrown = object_member(details, "exception");
        auto words = text_member(thrown, "description");
        if (words.empty()) words = text_member(thrown, "value");
        if (words.empty()) words = text_member(details, "text");
        co_return error{errc::malformed, words.substr(0, words.find('\n'))};
    }
    co_return object_member(*got, "result");
}

// Ends a script that never gives the others their turn. Only then: where none runs, the next one, which may
// be ours, would be ended instead.
asio::awaitable<void> chromium_tab::free_if_stuck(std::string session)
{
    object nothing{{"expression", "0"}};
    const auto answered = co_await pipe_->call(session, "Runtime.evaluate", std::move(nothing),
                                               deadline_after(patience_with_a_stuck_frame));
    if (!answered && answered.error().code == errc::timed_out)
        pipe_->tell(session, "Runtime.terminateExecution", {});
}

asio::awaitable<result<std::string>> chromium_tab::picture(area part, deadline until)
{
    object clip{{"x", part.x}, {"y", part.y}, {"width", part.width}, {"height", part.height}, {"scale", 1}};
    object what{{"format", "png"}, {"clip", std::move(clip)}, {"captureBeyondViewport", true}};
    const auto taken = co_await call("Page.captureScreenshot", std::move(what), until);
    if (!taken) co_return taken.error();
    co_return text_member(*taken, "data");
}

asio::awaitable<result<boost::json::object>> chromium_tab::call(std::string method, object parameters,
                                                                deadline until)
{
    return pipe_->call(session_, std::move(method), std::move(parameters), until);
}

std::string chromium_tab::session_of(const frame_id& frame) const
{
    for (const auto& [session, in_it] : frame_sessions_)
        if (in_it == frame) return session;
    const auto parent = parents_sessions_.find(frame);
    return parent == parents_sessions_.end() ? session_ : parent->second;
}

}  // namespace parley::audit
