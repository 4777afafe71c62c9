#include "server/static_files.hpp"

#include "http/accept_encoding.hpp"

#include <algorithm>
#include <vector>

namespace parley::server {
namespace {

using http::content_coding;

const embedded_form& form_of(const embedded_file& file, content_coding coding)
{
    switch (coding) {
        case content_coding::brotli:
            return file.brotli;
        case content_coding::gzip:
            return file.gzip;
        case content_coding::identity:
            break;
    }
    return file.plain;
}

content_coding coding_for(const http::request& request, const embedded_file& file)
{
    std::vector<content_coding> offered;
    for (const auto coding : {content_coding::brotli, content_coding::gzip, content_coding::identity})
        if (form_of(file, coding).is_there()) offered.push_back(coding);
    return http::choose_coding(request.headers.find("accept-encoding"), offered);
}

http::static_response in_coding(const embedded_file& file, content_coding coding)
{
    const auto& form = form_of(file, coding);
    http::static_response answer{form.body, file.media_type, form.etag, {}};
    answer.headers.set("Vary", "Accept-Encoding");
    if (coding != content_coding::identity)
        answer.headers.set("Content-Encoding", std::string(name_of(coding)));
    return answer;
}

}  // namespace

const std::string_view page_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' "
    "data:; "
    "connect-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

asio::awaitable<result<void>> send_static_file(std::span<const embedded_file> files, shown_on pages,
                                               http::request request, http::exchange& out)
{
    const std::string_view path = request.path == "/" ? std::string_view("/index.html") : request.path;
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const auto& each) { return each.path == path; });
    if (file == files.end()) co_return error{errc::not_found, "there is nothing at this address"};

    auto answer = in_coding(*file, coding_for(request, *file));
    if (file->path.starts_with("/assets/")) {
        // Vite puts a hash of the bytes into these names, so a changed file has a new one.
        answer.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    } else {
        answer.headers.set("Cache-Control", "no-cache");
    }
    if (file->media_type.starts_with("text/html"))
        answer.headers.set("Content-Security-Policy", std::string(page_security_policy));
    else if (pages == shown_on::other_sites)
        answer.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    co_return co_await out.send_static(std::move(answer));
}

}  // namespace parley::server
