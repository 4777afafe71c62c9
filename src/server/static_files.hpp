// The web client, which is inside the binary: a table of path, media type, hash and bytes.
//
// Only the table is looked up, so no request path reaches the disk.
#pragma once

#include "http/router.hpp"

#include <span>

namespace parley::server {

struct embedded_file {
    std::string_view path;  // "/assets/index-BX2k.js"; "/index.html" is served as "/"
    std::string_view media_type;
    std::string_view etag;  // with quotes
    std::string_view body;
};

// Made by the build from web/dist (cmake/EmbedFiles.cmake).
std::span<const embedded_file> web_client();

asio::awaitable<result<void>> send_static_file(std::span<const embedded_file> files, http::request request,
                                               http::exchange& out);

// The policy of docs/protocol.md for our own pages: nothing inline, nothing from elsewhere.
extern const std::string_view page_security_policy;

}  // namespace parley::server
