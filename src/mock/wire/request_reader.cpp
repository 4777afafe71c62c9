#include "mock/wire/request_reader.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "mock/bearer.hpp"
#include "mock/key_hash.hpp"
#include "mock/redact.hpp"
#include "mock/tokens.hpp"
#include "mock/wire/body_readers.hpp"
#include "mock/wire/model_path.hpp"
#include "mock/wire/usage.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t embedding_tokens_max = 8'192;           // of one text
constexpr std::size_t embedding_tokens_max_in_all = 300'000;  // of a request

// The key itself; the caller keeps its hash only.
std::string_view key_of(const http::fields& headers)
{
    const auto key = headers.find("api-key");
    return key ? *key : bearer_of(headers);
}

complaint check_key(std::string_view key, host_style style, const reader_settings& settings)
{
    const bool is_wanted =
        settings.keys == reader_settings::credentials::required || !settings.accepted_keys.empty();
    const bool is_known = settings.accepted_keys.empty() ||
                          std::ranges::find(settings.accepted_keys, key) != settings.accepted_keys.end();
    if (!is_wanted || (is_known && !key.empty())) return std::nullopt;
    error_reply refused{.status = 401};
    if (key.empty()) {
        refused.message = style == host_style::openai
                              ? "You did not provide an API key. Send it as a bearer token in the "
                                "Authorization header."
                              : "Access denied because no subscription key or token was sent.";
        if (style == host_style::openai) refused.type = "invalid_request_error";
    }
    return refused;
}

void keep_headers(const http::fields& from, asked& what)
{
    for (const auto& [name, value] : from)
        if (!is_credential(name)) what.headers.add(name, value);
    if (const auto scope = from.find("X-Mock-Scope")) what.scope = *scope;
}

complaint read_json(const std::string& text, asked& what)
{
    boost::system::error_code failed;
    auto body = json::parse(text, failed);
    if (failed)
        return invalid_request(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using "
            "your "
            "HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid "
            "JSON. If you have trouble figuring out how to fix this, please contact us through our help "
            "center "
            "at help.openai.com.)",
            {});
    if (!body.is_object()) return invalid_request("The JSON body of your request must be an object.", {});
    what.body = std::move(body.get_object());
    return std::nullopt;
}

error_reply missing_model(const asked& what)
{
    if (what.at != endpoint::responses) return invalid_request("you must provide a model parameter", {});
    const bool is_null = what.body.contains("model");
    return is_null ? wrong_type("model", "a string", json::object()) : missing("model");
}

error_reply unknown_model(const asked& what)
{
    if (what.style != host_style::openai) return {.status = 404};
    if (what.at == endpoint::responses)
        return invalid_request("The requested model '" + what.model + "' does not exist.", "model",
                               "model_not_found");
    return {.status = 404,
            .code = "model_not_found",
            .message = "The model `" + what.model + "` does not exist or you do not have access to it."};
}

complaint read_model(asked& what, const reader_settings& settings)
{
    const auto* const model = present(what.body, "model");
    if (model && !model->is_string()) return wrong_type("model", "a string", *model);
    // The path names the deployment, whatever the body says.
    if (what.model.empty()) what.model = text_of(what.body, "model");
    if (what.model.empty()) return missing_model(what);
    if (settings.models.empty() || std::ranges::find(settings.models, what.model) != settings.models.end())
        return std::nullopt;
    return unknown_model(what);
}

// A list of tokens is kept as a text, too.
std::size_t tokens_to_embed(const std::string& text)
{
    if (!text.starts_with("tokens:")) return count_tokens(text);
    return 1 + static_cast<std::size_t>(std::ranges::count(text, ','));
}

complaint check_texts(const std::vector<std::string>& texts)
{
    std::size_t bytes = 0;
    for (const auto& text : texts) bytes += text.size();
    if (bytes <= embedding_tokens_max) return std::nullopt;  // a token is a byte at least
    std::size_t all = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto tokens = tokens_to_embed(texts[i]);
        all += tokens;
        if (tokens <= embedding_tokens_max) continue;
        const auto place = "input[" + std::to_string(i) + "]";
        return invalid_request("Invalid '" + place + "': maximum input length is " +
                                   std::to_string(embedding_tokens_max) + " tokens.",
                               {});
    }
    if (all <= embedding_tokens_max_in_all) return std::nullopt;
    auto bad = invalid_request("Requested " + std::to_string(all) + " tokens, max " +
                                   std::to_string(embedding_tokens_max_in_all) + " tokens per request",
                               {}, "max_tokens_per_request");
    bad.type = bad.code;
    return bad;
}

error_reply too_many_tokens(const asked& what, std::size_t max, std::size_t tokens)
{
    if (what.at == endpoint::responses)
        return invalid_request(
            "Your input exceeds the context window of this model. Please adjust your input and try again.",
            "input", "context_length_exceeded");
    return invalid_request("This model's maximum context length is " + std::to_string(max) +
                               " tokens. However, your messages resulted in " + std::to_string(tokens) +
                               " tokens. Please reduce the length of the messages.",
                           "messages", "context_length_exceeded");
}

complaint check_length(const asked& what, const reader_settings& settings)
{
    if (what.at == endpoint::embeddings) return check_texts(what.input);
    const bool is_cut = what.at == endpoint::responses && text_of(what.body, "truncation") == "auto";
    std::size_t bytes = 0;
    for (const auto& message : what.messages) bytes += message.text.size() + 4;
    if (is_cut || bytes < settings.context_tokens_max) return std::nullopt;
    const auto tokens = static_cast<std::size_t>(prompt_tokens(what));
    if (tokens <= settings.context_tokens_max) return std::nullopt;
    return too_many_tokens(what, settings.context_tokens_max, tokens);
}

complaint read_body(asked& what)
{
    switch (what.at) {
        case endpoint::chat:
            return read_chat_body(what);
        case endpoint::responses:
            return read_responses_body(what);
        case endpoint::embeddings:
            return read_embeddings_body(what);
        case endpoint::rerank:
            return read_rerank_body(what);
        case endpoint::models:
            break;
    }
    return std::nullopt;
}

complaint check_method(const http::request& from, endpoint at)
{
    const bool is_read = from.method == "GET" || from.method == "HEAD";
    if (at == endpoint::models ? is_read : from.method == "POST") return std::nullopt;
    return error_reply{.status = 405,
                       .type = "invalid_request_error",
                       .code = "method_not_supported",
                       .message = "Not allowed to " + from.method + " on this endpoint."};
}

// The service reads the name of the type and not what stands behind a semicolon.
complaint check_content_type(const http::fields& headers)
{
    const auto given = headers.find("Content-Type");
    if (!given)
        return invalid_request(
            "This API method only accepts 'application/json' requests, but you sent no "
            "'Content-Type' header.",
            {}, "unsupported_content_type");
    const auto name = ascii::trimmed(given->substr(0, given->find(';')));
    if (ascii::equals_without_case(name, "application/json")) return std::nullopt;
    const std::string said(*given);
    return invalid_request("Unsupported content type: '" + said +
                               "'. This API method only accepts 'application/json' requests, but you "
                               "specified the header 'Content-Type: " +
                               said + "'. Please try again with a supported content type.",
                           {}, "unsupported_content_type");
}

// As the settings have it, of a body that is JSON and names a model.
complaint check_body(asked& what, const reader_settings& settings, std::string& warning)
{
    auto bad = read_body(what);
    keep_first(bad, check_content_type(what.headers));
    if (!bad) bad = check_length(what, settings);
    if (!bad || settings.check == reader_settings::checks::fail) return bad;
    if (settings.check == reader_settings::checks::warn)
        warning = "The real service would refuse this request: " + bad->message;
    return std::nullopt;
}

bool names_a_version(std::string_view query)
{
    constexpr std::string_view name = "api-version=";
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        if (pair.starts_with(name) && pair.size() > name.size()) return true;
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
    }
    return false;
}

complaint read_all(const http::request& from, asked& what, const reader_settings& settings,
                   std::string& warning)
{
    const auto path = read_model_path(from.path);
    if (!path)
        return error_reply{.status = 404,
                           .type = "invalid_request_error",
                           .message = "Invalid URL (" + from.method + " " + from.path + ")"};
    what.at = path->at;
    what.style = settings.style.value_or(path->style);
    what.model = path->deployment.empty() ? path->model : path->deployment;
    if (auto bad = check_method(from, what.at)) return bad;
    if (auto bad = check_key(key_of(from.headers), what.style, settings)) return bad;
    if (path->style == host_style::azure_legacy && !names_a_version(from.query))
        return error_reply{.status = 404, .code = "404", .message = "Resource not found"};
    if (what.at == endpoint::models) return std::nullopt;
    if (auto bad = read_json(from.body, what)) return bad;
    if (auto bad = read_model(what, settings)) return bad;
    return check_body(what, settings, warning);
}

}  // namespace

read_outcome read_request(http::request from, const reader_settings& settings)
{
    read_outcome outcome;
    outcome.what.key_hash = key_hash(key_of(from.headers));
    keep_headers(from.headers, outcome.what);
    outcome.refused = read_all(from, outcome.what, settings, outcome.warning);
    return outcome;
}

bool is_model_path(std::string_view path)
{
    return read_model_path(path).has_value();
}

}  // namespace parley::mock
