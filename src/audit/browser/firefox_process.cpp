#include "audit/browser/firefox_process.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/browser/web_socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/json/array.hpp>

#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::audit {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t line_bytes_max = 64 * 1024;

error without_program(const std::string& path)
{
    if (path.empty()) return {errc::not_found, std::string("no Firefox was found: ") + firefox_advice};
    return {errc::not_found, "there is no browser at " + path + ": " + firefox_advice};
}

// Its folder with the preferences in it.
result<std::filesystem::path> make_profile(const std::filesystem::path& folder, const appearance& shown)
{
    const auto profile = folder / "profile";
    std::error_code failed;
    std::filesystem::create_directory(profile, failed);
    const bool is_written =
        !failed && (std::ofstream(profile / "user.js") << firefox_preferences(shown) << std::flush).good();
    if (!is_written)
        return error{errc::storage, "cannot write a profile for the browser in " + folder.string()};
    return profile;
}

process::program program_for(const std::string& path, const profile_folder& folder,
                             const std::filesystem::path& profile, int guard)
{
    process::program made{.argv = firefox_command(path, folder.path(), profile),
                          .variables = variables_for(folder),
                          .handed_on = {guard}};
    made.variables.emplace_back("MOZ_CRASHREPORTER_DISABLE", "1");
    made.variables.emplace_back("MOZ_DISABLE_AUTO_SAFE_MODE", "1");
    return made;
}

object new_session()
{
    object always{{"unhandledPromptBehavior", object{{"default", "accept"}}}};
    return {{"capabilities", object{{"alwaysMatch", std::move(always)}}}};
}

array names(std::initializer_list<const char*> all)
{
    array made;
    for (const auto* each : all) made.emplace_back(each);
    return made;
}

// What every session begins with. Hosts that ask for a password are to hear at once whether there is one,
// and not to wait for a person.
std::vector<std::pair<const char*, object>> first_words()
{
    auto events =
        names({"browsingContext.contextCreated", "browsingContext.contextDestroyed",
               "browsingContext.domContentLoaded", "browsingContext.downloadWillBegin",
               "browsingContext.fragmentNavigated", "browsingContext.historyUpdated", "browsingContext.load",
               "browsingContext.navigationCommitted", "browsingContext.navigationFailed",
               "browsingContext.navigationStarted", "network.authRequired", "network.beforeRequestSent",
               "network.fetchError", "network.responseCompleted", "network.responseStarted"});
    return {{"session.subscribe", {{"events", std::move(events)}}},
            {"browser.setDownloadBehavior", {{"downloadBehavior", object{{"type", "denied"}}}}},
            {"network.addIntercept", {{"phases", names({"authRequired"})}}}};
}

}  // namespace

asio::awaitable<result<std::unique_ptr<firefox_process>>> firefox_process::start(firefox_options options,
                                                                                 appearance shown,
                                                                                 deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    const auto path = options.path.empty() ? find_firefox(is_program) : options.path;
    if (path.empty() || !is_program(path)) co_return without_program(path);

    auto folder = profile_folder::make(options.profiles);
    if (!folder) co_return folder.error();
    const auto profile = make_profile(folder->path(), shown);
    if (!profile) co_return profile.error();

    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        co_return error{errc::busy, "cannot make a pipe for the browser: too many files are open"};
    descriptor guard(ends[0]);
    descriptor lifeline(ends[1]);
    auto running = process::child::start(loop, program_for(path, *folder, *profile, guard.get()));
    if (!running) co_return running.error();
    guard.reset();

    auto made =
        std::make_unique<firefox_process>(std::move(*folder), std::move(lifeline), std::move(*running));
    auto opened = co_await made->open_session(options.message_bytes_max, until);
    if (!opened) co_return opened.error();
    co_return std::move(made);
}

firefox_process::firefox_process(profile_folder profile, descriptor lifeline, process::child running)
    : profile_(std::move(profile)), lifeline_(std::move(lifeline)), running_(std::move(running))
{
}

firefox_process::~firefox_process()
{
    if (session_) session_->close();
    if (words_) words_->close();
}

asio::awaitable<result<void>> firefox_process::open_session(std::size_t message_bytes_max, deadline until)
{
    const auto listens_at = co_await finish_before(until, port());
    if (!listens_at && listens_at.error().code == errc::timed_out)
        co_return error{errc::timed_out, "the browser was not ready in time"};
    if (!listens_at) co_return listens_at.error();
    words_ = std::make_shared<last_words>(std::move(running_.output()), std::move(running_.complaint()));
    words_->start();

    web_socket_address there{*listens_at, "/session"};
    auto channel = co_await open_web_socket(std::move(there), message_bytes_max, until);
    if (!channel) co_return channel.error();
    session_ = std::make_shared<bidi>(std::move(*channel));
    auto asked = new_session();
    const auto begun = co_await session_->call("", "session.new", std::move(asked), until);
    if (!begun && begun.error().code == errc::closed) co_return words_->ended_at_once();
    if (!begun) co_return begun.error();
    const auto version = text_member(object_member(*begun, "capabilities"), "browserVersion");
    name_ = "Firefox " + version;
    for (auto& [method, parameters] : first_words()) {
        const auto done = co_await session_->call("", method, std::move(parameters), until);
        if (done) continue;
        if (done.error().code != errc::upstream_rejected && done.error().code != errc::unsupported)
            co_return done.error();
        co_return error{errc::unsupported, name_ + " cannot do what an audit needs (" + method + ": " +
                                               done.error().detail + "): " + firefox_advice};
    }
    co_return result<void>{};
}

// Where it listens, which it says among other things before it can do much else.
asio::awaitable<result<std::uint16_t>> firefox_process::port()
{
    std::string said;
    std::string first_line;
    for (;;) {
        boost::system::error_code failed;
        const auto bytes =
            co_await asio::async_read_until(running_.complaint(), asio::dynamic_buffer(said, line_bytes_max),
                                            '\n', asio::redirect_error(asio::use_awaitable, failed));
        const auto line = said.substr(0, failed ? said.find('\n') : bytes - 1);
        if (const auto there = port_said(line)) co_return *there;
        if (first_line.empty() && !line.starts_with("***")) first_line = line;
        if (failed)
            co_return error{errc::closed,
                            "the browser ended at once" + (first_line.empty() ? "" : ": " + first_line)};
        said.erase(0, bytes);
    }
}

}  // namespace parley::audit
