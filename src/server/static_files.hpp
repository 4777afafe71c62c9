// The web client, which is inside the binary: a table of path, media type, hash and bytes.
//
// Only the table is looked up, so no request path reaches the disk, and nothing is compressed while we serve:
// text is there as Brotli and as gzip, too.
#pragma once

#include "http/router.hpp"

#include <span>

namespace parley::server {

struct embedded_form {
    std::string_view etag;  // with quotes; no two forms share one (RFC 9110 §8.8.3.3)
    std::string_view body;
    bool is_there() const { return !etag.empty(); }
};

struct embedded_file {
    std::string_view path;  // "/assets/index-BX2k.js"; "/index.html" is served as "/"
    std::string_view media_type;
    embedded_form plain;
    embedded_form brotli;  // and gzip: only where that is smaller
    embedded_form gzip;
};

// Made by the build from web/dist (cmake/EmbedFiles.cmake).
std::span<const embedded_file> web_client();

// Whose pages load the files. Those of other sites load scripts and style sheets, never our page itself.
enum class shown_on { our_page, other_sites };

asio::awaitable<result<void>> send_static_file(std::span<const embedded_file> files, shown_on pages,
                                               http::request request, http::exchange& out);

// The policy of docs/protocol.md for our own pages: nothing inline, nothing from elsewhere.
extern const std::string_view page_security_policy;

}  // namespace parley::server
