#include "audit/browser/chromium.hpp"

#include "audit/browser/chromium_command.hpp"
#include "audit/browser/chromium_tab.hpp"

#include <boost/asio/local/connect_pair.hpp>

#include <unistd.h>

namespace parley::audit {
namespace {

using socket = asio::local::stream_protocol::socket;

process::program program_for(const std::string& path, const profile_folder& profile, int pipe)
{
    const auto inside = ::geteuid() == 0 ? sandbox::off : sandbox::on;
    return {.argv = chromium_command(path, profile.path() / "profile", inside),
            .variables = variables_for(profile),
            .handed_on = {pipe, pipe}};
}

error without_program(const std::string& path)
{
    if (path.empty()) return {errc::not_found, std::string("no Chromium was found: ") + chromium_advice};
    return {errc::not_found, "there is no browser at " + path + ": " + chromium_advice};
}

}  // namespace

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
      words_(std::make_shared<last_words>(std::move(running_.output()), std::move(running_.complaint())))
{
    pipe_->start();
    words_->start();
}

chromium::~chromium()
{
    pipe_->close();
    words_->close();
}

asio::awaitable<result<void>> chromium::greet(deadline until)
{
    auto version = co_await pipe_->call("", "Browser.getVersion", {}, until);
    if (!version) {
        if (version.error().code != errc::closed) co_return version.error();
        co_return words_->ended_at_once();
    }
    const auto* product = version->if_contains("product");
    name_ = product && product->is_string() ? std::string(product->get_string()) : "Chromium";
    if (name_.starts_with("Chrome/")) name_ = "Chromium " + name_.substr(7);
    if (name_.starts_with("HeadlessChrome/")) name_ = "Chromium " + name_.substr(15);
    windows_.emplace(pipe_);
    co_return result<void>{};
}

asio::awaitable<result<std::unique_ptr<tab>>> chromium::open_tab(deadline until)
{
    auto opened = co_await chromium_tab::open(pipe_, until);
    if (!opened) co_return opened.error();
    co_return std::unique_ptr<tab>(std::move(*opened));
}

}  // namespace parley::audit
