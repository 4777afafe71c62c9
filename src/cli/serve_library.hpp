// What `serve` needs to list documents and, with --uploads, to take new ones in. One for all loops.
#pragma once

#include "cli/ingest_embedder.hpp"
#include "ingest/inbox/inbox.hpp"
#include "server/config.hpp"
#include "server/document_services.hpp"

#include <memory>
#include <optional>

namespace parley::cli {

class serve_library {
public:
    // What is given outlives it. `model` may be null.
    serve_library(const settings& values, std::filesystem::path folder, const std::string& certificates,
                  const model_access* model, log_sink& log);
    ~serve_library() { stop(); }
    serve_library(const serve_library&) = delete;
    serve_library& operator=(const serve_library&) = delete;

    // Before the first request. errc::busy when another server takes uploads into the folder.
    result<void> start();

    server::document_services services();

    // Ends what is being taken in, so that no request waits for it any longer. From any thread.
    void stop_soon();

    // Before the loops go, and after the last request: what is being taken in is taken up by the next start.
    void stop();

private:
    std::filesystem::path folder_;
    log_sink& log_;
    asio::thread_pool blocking_;
    std::unique_ptr<ingest::inbox> uploads_;
    std::unique_ptr<ingest_embedder> embed_;
};

// What the page says of uploads; nothing: none are taken.
std::optional<server::upload_rules> upload_rules_of(const server::document_services& with);

}  // namespace parley::cli
