#include "cli/audit_site.hpp"

#include "audit/targets/target.hpp"
#include "base/ascii.hpp"
#include "base/log.hpp"
#include "http/server.hpp"

#include <array>
#include <thread>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> media_types = {{
    {".html", "text/html"},
    {".htm", "text/html"},
    {".xhtml", "application/xhtml+xml"},
    {".xht", "application/xhtml+xml"},
    {".css", "text/css"},
    {".js", "text/javascript"},
    {".mjs", "text/javascript"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
    {".mp4", "video/mp4"},
    {".txt", "text/plain"},
}};

std::string media_type_of(const fs::path& file)
{
    const auto ending = ascii::lower_case(file.extension().string());
    for (const auto& [known, type] : media_types)
        if (known == ending) return std::string(type);
    return "application/octet-stream";
}

bool is_below(const fs::path& file, const fs::path& folder)
{
    const auto within = file.lexically_relative(folder);
    return !within.empty() && *within.begin() != "..";
}

// The file that a path stands for; `root` is canonical.
result<fs::path> file_at(const fs::path& root, std::string_view path)
{
    const error nothing{errc::not_found, "there is nothing at this address"};
    std::error_code failed;
    auto file = fs::canonical(root / fs::path(path).relative_path(), failed);
    if (failed || !is_below(file, root)) return nothing;
    if (fs::is_directory(file, failed)) file = fs::canonical(file / "index.html", failed);
    if (failed || !is_below(file, root) || !fs::is_regular_file(file, failed)) return nothing;
    return file;
}

// What a page in a folder refers to is beside it only when its address ends with a slash. One slash begins
// it: two would name another host.
http::response sent_into_folder(const http::request& request)
{
    auto address = '/' + audit::percent_encoded(fs::path(request.path).relative_path().string()) + '/';
    if (!request.query.empty()) address += '?' + request.query;
    return {308, {{"Location", address}, {"Cache-Control", "no-store"}}, {}};
}

asio::awaitable<result<void>> send(const fs::path& root, http::request request, http::exchange& out)
{
    auto file = file_at(root, request.path);
    if (!file) co_return file.error();
    std::error_code failed;
    if (!request.path.ends_with('/') &&
        fs::is_directory(root / fs::path(request.path).relative_path(), failed))
        co_return co_await out.send(sent_into_folder(request));
    http::file_response answer{*file, media_type_of(*file), {}, {}};
    answer.headers.set("Cache-Control", "no-store");
    co_return co_await out.send_file(std::move(answer));
}

}  // namespace

class audit_site::impl {
public:
    explicit impl(fs::path root)
        : root_(std::move(root)), routes_({{"GET", "/", handler()}, {"GET", "/*", handler()}})
    {
    }

    ~impl()
    {
        loop_.stop();
        if (thread_.joinable()) thread_.join();
        blocking_.join();
    }

    result<void> start()
    {
        auto acceptor = http::listen(loop_, "127.0.0.1", 0);
        if (!acceptor) return acceptor.error();
        server_.emplace(loop_, *std::move(acceptor), routes_, http::server_options(), log_, blocking_);
        asio::co_spawn(loop_, server_->run(), [](const std::exception_ptr& bug) {
            if (bug) std::rethrow_exception(bug);
        });
        thread_ = std::thread([this] { loop_.run(); });
        return {};
    }

    std::uint16_t port() const { return server_->port(); }

private:
    http::handler handler()
    {
        return [this](http::request request, http::exchange& out) {
            return send(root_, std::move(request), out);
        };
    }

    const fs::path root_;
    asio::io_context loop_{1};
    asio::thread_pool blocking_{1};
    no_log log_;
    http::router routes_;
    std::optional<http::server> server_;
    std::thread thread_;
};

result<std::unique_ptr<audit_site>> audit_site::serve(const fs::path& folder)
{
    std::error_code failed;
    auto root = fs::canonical(folder, failed);
    if (failed) return error{errc::invalid_input, folder.string() + ": " + failed.message()};
    auto made = std::make_unique<impl>(std::move(root));
    if (auto started = made->start(); !started) return started.error();
    return std::unique_ptr<audit_site>(new audit_site(std::move(made)));
}

audit_site::audit_site(std::unique_ptr<impl> made) : impl_(std::move(made)) {}

audit_site::~audit_site() = default;

std::string audit_site::address() const
{
    return "http://127.0.0.1:" + std::to_string(impl_->port());
}

}  // namespace parley::cli
