#include "cli/answerer.hpp"

#include "rag/extract_writer.hpp"

#include <fstream>
#include <sstream>

namespace parley::cli {

result<std::string> read_extra_certificates(const settings& values)
{
    const auto path = values.text("ca-file");
    if (path.empty()) return std::string();
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.str().empty())
        return error{errc::invalid_input, "cannot read certificates from " + path + ": check --ca-file"};
    return text.str();
}

namespace {

// A question can be searched by its words: it does not wait through several tries.
openai::endpoint in_a_hurry(openai::endpoint where)
{
    where.retries.retries_max = 1;
    where.retries.first_wait = std::chrono::milliseconds(100);
    where.retries.asked_wait_max = std::chrono::seconds(1);
    return where;
}

// Those that help to find passages, whoever writes the answer.
void add_search_models(answerer& made, const settings& values, const model_access& access, log_sink& log)
{
    if (access.embedding_endpoint()) {
        made.embedding_model =
            openai::connect_embeddings(*made.client, in_a_hurry(*access.embedding_endpoint()));
        made.embedder = std::make_unique<rag::query_embedder>(
            *made.embedding_model, values.text("embedding-model"),
            std::chrono::seconds(values.number("embedding-seconds")), log);
    }
    if (access.rerank_endpoint()) {
        const rag::reranker::limits bounds{static_cast<std::size_t>(values.number("rerank-candidates")),
                                           std::chrono::seconds(values.number("rerank-seconds"))};
        made.rerank_model = openai::connect_reranking(*made.client, in_a_hurry(*access.rerank_endpoint()));
        made.reranker =
            std::make_unique<rag::reranker>(*made.rerank_model, values.text("rerank-model"), bounds, log);
    }
}

}  // namespace

answerer make_answerer(const settings& values, const answer_style& style,
                       const std::string& extra_certificates, const model_access* access,
                       asio::any_io_executor loop, log_sink& log)
{
    answerer made;
    if (access != nullptr)
        made.client =
            std::make_unique<http::client>(std::move(loop), http::client_limits{}, proxies_of(values),
                                           http::tls_settings{extra_certificates});
    if (access != nullptr) add_search_models(made, values, *access, log);
    if (access == nullptr || access->endpoints().empty()) {
        made.writer = rag::make_extract_writer();
        return made;
    }
    made.budget = style.budget;
    made.model = openai::connect(*made.client, access->endpoints());
    made.writer = rag::make_model_writer(*made.model, values.text("model"), style.texts, style.grounded);
    made.rewriter =
        std::make_unique<rag::query_rewriter>(*made.model, values.text("model"), style.rewrite, style.texts);
    return made;
}

server::client_config describe_answerer(const settings& values)
{
    server::client_config about{"extracts", "", std::string(rag::extracts_note)};
    if (const auto model_name = values.text("model"); !model_name.empty()) about = {"model", model_name, ""};
    if (!values.text("embedding-model").empty()) about.vectors = server::offered::yes;
    if (!values.text("rerank-model").empty()) about.reranker = server::offered::yes;
    if (values.is_set("show-process")) about.process = server::offered::yes;
    if (values.is_set("client-prompts")) about.client_prompts = server::offered::yes;
    if (values.is_set("no-streaming")) about.streaming = server::offered::no;
    std::istringstream examples(values.text("examples"));
    for (std::string question; std::getline(examples, question, '|');)
        if (!question.empty()) about.examples.push_back(std::move(question));
    return about;
}

}  // namespace parley::cli
