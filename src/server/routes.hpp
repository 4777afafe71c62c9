// Every route of the web application, in one table.
#pragma once

#include "http/cors.hpp"
#include "server/chat.hpp"
#include "server/config.hpp"
#include "server/content.hpp"
#include "server/document_services.hpp"
#include "server/static_files.hpp"
#include "server/v1/embeddings.hpp"

namespace parley::server {

// What one loop serves with. Copied into the routes; what it points at outlives them.
struct site {
    chat_services chat;
    document_lookup documents;
    std::function<result<void>()> readiness;  // thread-safe: whether the index can answer, or why not
    client_config config;
    std::span<const embedded_file> files;
    shown_on pages = shown_on::our_page;
    std::vector<std::string> hosts = {};     // names a request may call us by; empty: any
    std::function<holding()> holdings = {};  // thread-safe; empty: unknown
    v1::embedding_service embeddings = {};
    std::optional<document_services> library = {};  // nothing: documents are not listed
};

std::vector<http::route> make_routes(site of);

// Whether the value of a `Host` header, port or not, is one of `hosts`. A page elsewhere can point a name of
// its own at this machine (DNS rebinding) and would then read the documents of whoever visits it.
bool is_host_of(std::string_view header, const std::vector<std::string>& hosts);

// What pages of these origins may ask and read (docs/embedding.md).
http::cors_policy cors_policy_for(std::vector<std::string> origins);

// On every answer. The page's own policy is in static_files.hpp.
http::fields security_headers();

}  // namespace parley::server
