#include "server/content.hpp"

namespace parley::server {
namespace {

constexpr std::string_view prefix = "/content/";

constexpr std::string_view sandbox =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

// Whether a browser would run what is in the document. PDF is not sandboxed: browsers then refuse to show it.
bool can_act(std::string_view media_type)
{
    return media_type.starts_with("text/html") || media_type.find("xml") != std::string_view::npos;
}

}  // namespace

std::string document_name(std::string_view path)
{
    auto name = path.substr(prefix.size());
    if (const auto fragment = name.rfind("#page="); fragment != std::string_view::npos)
        name = name.substr(0, fragment);
    return std::string(name);
}

asio::awaitable<result<void>> send_content(const document_lookup& look_up, http::request request,
                                           http::exchange& out)
{
    auto found = co_await look_up(document_name(request.path));
    if (!found) co_return found.error();
    if (!found->has_value())
        co_return error{errc::not_found, "there is no such document; it may have been removed"};
    auto& file = **found;

    http::file_response answer{
        std::move(file.path), std::move(file.media_type), '"' + file.content_hash + '"', {}};
    answer.headers.set("Cache-Control",
                       "no-cache");  // the name stays when the document changes; the ETag tells
    if (can_act(answer.media_type)) answer.headers.set("Content-Security-Policy", std::string(sandbox));
    co_return co_await out.send_file(std::move(answer));
}

}  // namespace parley::server
