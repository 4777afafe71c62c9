#include "server/static_files.hpp"

#include <algorithm>

namespace parley::server {

const std::string_view page_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' "
    "data:; "
    "connect-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

asio::awaitable<result<void>> send_static_file(std::span<const embedded_file> files, http::request request,
                                               http::exchange& out)
{
    const std::string_view path = request.path == "/" ? std::string_view("/index.html") : request.path;
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const auto& each) { return each.path == path; });
    if (file == files.end()) co_return error{errc::not_found, "there is nothing at this address"};

    http::static_response answer{file->body, file->media_type, file->etag, {}};
    if (file->path.starts_with("/assets/")) {
        // Vite puts a hash of the bytes into these names, so a changed file has a new one.
        answer.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    } else {
        answer.headers.set("Cache-Control", "no-cache");
    }
    if (file->media_type.starts_with("text/html"))
        answer.headers.set("Content-Security-Policy", std::string(page_security_policy));
    co_return co_await out.send_static(std::move(answer));
}

}  // namespace parley::server
