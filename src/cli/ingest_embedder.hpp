// The embedder of `parley ingest`: asks the configured model, on a loop that runs while it is waited for.
#pragma once

#include "cli/model_access.hpp"
#include "http/client.hpp"
#include "ingest/embedder.hpp"
#include "openai/embeddings.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>

namespace parley::cli {

class ingest_embedder final : public ingest::embedder {
public:
    // Null when no embedding model is configured. `access` and `stop`, which Ctrl-C sets, outlive it.
    static std::unique_ptr<ingest_embedder> from(const settings& values, const std::string& certificates,
                                                 const model_access* access, const std::atomic<bool>& stop);

    const std::string& model() const override { return name_; }
    result<std::vector<std::vector<float>>> embed(std::vector<std::string> texts) override;

private:
    ingest_embedder(const settings& values, const std::string& certificates, const openai::endpoint& where,
                    const std::atomic<bool>& stop);

    std::string name_;
    const std::atomic<bool>& stop_;
    asio::io_context loop_{1};
    http::client client_;
    std::unique_ptr<openai::embedding_model> model_;
};

}  // namespace parley::cli
