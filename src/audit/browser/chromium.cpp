#include "audit/browser/chromium.hpp"

#include "audit/browser/chromium_command.hpp"
#include "audit/browser/chromium_tab.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/redirect_error.hpp>

#include <unistd.h>

namespace parley::audit {
namespace {

using socket = asio::local::stream_protocol::socket;

constexpr std::size_t last_words_bytes_max = 4096;
constexpr std::size_t socket_path_bytes_max = 60;  // of 108; Chromium adds a name of its own

bool is_program(const std::string& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

// What it writes anywhere goes into its folder: settings, caches, keys, sockets.
process::program program_for(const std::string& path, const profile_folder& profile, int pipe)
{
    const auto folder = profile.path().string();
    const auto inside = ::geteuid() == 0 ? sandbox::off : sandbox::on;
    process::program made{.argv = chromium_command(path, profile.path() / "profile", inside),
                          .variables = {{"HOME", folder},
                                        {"XDG_CONFIG_HOME", folder + "/config"},
                                        {"XDG_CACHE_HOME", folder + "/cache"}},
                          .handed_on = {pipe, pipe}};
    if (folder.size() < socket_path_bytes_max) made.variables.emplace_back("TMPDIR", folder);
    return made;
}

error without_program(const std::string& path)
{
    if (path.empty()) return {errc::not_found, std::string("no Chromium was found: ") + chromium_advice};
    return {errc::not_found, "there is no browser at " + path + ": " + chromium_advice};
}

void rethrow(std::exception_ptr thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

// The end of what the browser prints; read, so that it never blocks.
struct chromium::last_words {
    void add(std::string_view piece)
    {
        text += piece;
        if (text.size() > last_words_bytes_max) text.erase(0, text.size() - last_words_bytes_max);
    }

    asio::posix::stream_descriptor output;
    asio::posix::stream_descriptor complaint;
    std::string text = {};
};

asio::awaitable<result<std::unique_ptr<browser>>> chromium::start(chromium_options options, deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    const auto path = options.path.empty() ? find_chromium(is_program) : options.path;
    if (path.empty() || !is_program(path)) co_return without_program(path);

    auto profile = profile_folder::make(options.profiles);
    if (!profile) co_return profile.error();

    socket ours(loop);
    socket its(loop);
    boost::system::error_code failed;
    asio::local::connect_pair(ours, its, failed);
    if (failed) co_return error{errc::busy, "cannot make a pipe for the browser: " + failed.message()};
    its.native_non_blocking(false, failed);

    auto running = process::child::start(loop, program_for(path, *profile, its.native_handle()));
    if (!running) co_return running.error();
    its.close(failed);

    auto pipe = std::make_shared<devtools>(std::move(ours), options.message_bytes_max);
    auto made = std::make_unique<chromium>(std::move(*profile), std::move(*running), std::move(pipe));
    auto greeted = co_await made->greet(until);
    if (!greeted) co_return greeted.error();
    co_return std::unique_ptr<browser>(std::move(made));
}

chromium::chromium(profile_folder profile, process::child running, std::shared_ptr<devtools> pipe)
    : profile_(std::move(profile)),
      running_(std::move(running)),
      pipe_(std::move(pipe)),
      words_(std::make_shared<last_words>(
          last_words{std::move(running_.output()), std::move(running_.complaint())}))
{
    pipe_->start();
    const auto loop = words_->complaint.get_executor();
    asio::co_spawn(loop, drain(words_, words_->output), rethrow);
    asio::co_spawn(loop, drain(words_, words_->complaint), rethrow);
}

chromium::~chromium()
{
    pipe_->close();
    boost::system::error_code ignored;
    words_->output.close(ignored);
    words_->complaint.close(ignored);
}

asio::awaitable<void> chromium::drain(std::shared_ptr<last_words> words, asio::posix::stream_descriptor& from)
{
    std::string room(last_words_bytes_max, '\0');
    for (boost::system::error_code failed; !failed;) {
        const auto got = co_await from.async_read_some(asio::buffer(room),
                                                       asio::redirect_error(asio::use_awaitable, failed));
        words->add(std::string_view(room).substr(0, got));
    }
}

// Its first line says why; what is in the pipe may not have been read yet.
error chromium::ended_at_once()
{
    std::string room(last_words_bytes_max, '\0');
    boost::system::error_code none_left;
    const auto got = words_->complaint.read_some(asio::buffer(room), none_left);
    words_->add(std::string_view(room).substr(0, got));
    const auto line = words_->text.substr(0, words_->text.find('\n'));
    return {errc::closed, "the browser ended at once" + (line.empty() ? "" : ": " + line)};
}

asio::awaitable<result<void>> chromium::greet(deadline until)
{
    auto version = co_await pipe_->call("", "Browser.getVersion", {}, until);
    if (!version) {
        if (version.error().code != errc::closed) co_return version.error();
        co_return ended_at_once();
    }
    const auto* product = version->if_contains("product");
    name_ = product && product->is_string() ? std::string(product->get_string()) : "Chromium";
    if (name_.starts_with("Chrome/")) name_ = "Chromium " + name_.substr(7);
    if (name_.starts_with("HeadlessChrome/")) name_ = "Chromium " + name_.substr(15);
    co_return result<void>{};
}

asio::awaitable<result<std::unique_ptr<tab>>> chromium::open_tab(deadline until)
{
    auto opened = co_await chromium_tab::open(pipe_, until);
    if (!opened) co_return opened.error();
    co_return std::unique_ptr<tab>(std::move(*opened));
}

}  // namespace parley::audit
