// GET /content/<name>: the bytes of a source document, by its public name.
//
// A name is looked up among the documents; no part of a request becomes a path on disk. Documents that a
// browser would run (HTML, SVG, XML) are sandboxed, so that they cannot act as this origin.
#pragma once

#include "http/router.hpp"

#include <functional>

namespace parley::server {

struct stored_file {
    std::filesystem::path path;
    std::string media_type;
    std::string content_hash;
};

// Nothing when there is no such document.
using document_lookup = std::function<asio::awaitable<result<std::optional<stored_file>>>(std::string name)>;

asio::awaitable<result<void>> send_content(const document_lookup& look_up, http::request request,
                                           http::exchange& out);

// The document's name in a request path; a `#page=N` that a client encoded into the path is dropped.
std::string document_name(std::string_view path);

}  // namespace parley::server
