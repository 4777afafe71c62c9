// Who writes the answers of one loop: the configured model, or extracts when there is none.
#pragma once

#include "cli/answer_style.hpp"
#include "cli/model_access.hpp"
#include "http/client.hpp"
#include "openai/chat.hpp"
#include "rag/answer.hpp"
#include "server/config.hpp"

namespace parley::cli {

// Owns the client, the model and the writer on top of it, in the order they must go.
struct answerer {
    std::unique_ptr<http::client> client;
    std::unique_ptr<openai::chat_model> model;
    std::unique_ptr<rag::writer> writer;
    std::unique_ptr<rag::query_rewriter> rewriter;  // null for extracts
    std::unique_ptr<openai::embedding_model> embedding_model;
    std::unique_ptr<rag::query_embedder> embedder;  // null: documents are searched by words only
    std::unique_ptr<openai::rerank_model> rerank_model;
    std::unique_ptr<rag::reranker> reranker;  // null: passages stand as they were found
    rag::prompt_budget budget = {};           // of a model; extracts keep to what is quick to read

    rag::services services(retrieval::retriever& find) const
    {
        return {find, *writer, rewriter.get(), embedder.get(), reranker.get(), budget};
    }
};

// The certificates that --ca-file names, as PEM; empty when it names none.
result<std::string> read_extra_certificates(const settings& values);

// `style`, `access` and `log` outlive it; null: extracts, found by words. The settings have been checked.
answerer make_answerer(const settings& values, const answer_style& style,
                       const std::string& extra_certificates, const model_access* access,
                       asio::any_io_executor loop, log_sink& log);

// What the page says about it.
server::client_config describe_answerer(const settings& values);

}  // namespace parley::cli
