#include "server/v1/routes.hpp"

#include "base/json_text.hpp"
#include "server/replies.hpp"
#include "server/v1/completions.hpp"
#include "server/v1/responses.hpp"

#include <algorithm>

namespace parley::server::v1 {
namespace {

constexpr std::string_view models_prefix = "/v1/models/";

std::string model_json(std::string_view name)
{
    std::string json = R"({"id":)";
    append_json_string(json, name);
    return json + R"(,"object":"model","created":0,"owned_by":"parley"})";
}

std::string list_json(const std::vector<std::string>& names)
{
    std::string json = R"({"object":"list","data":[)";
    for (const auto& name : names) json.append(&name == &names.front() ? "" : ",").append(model_json(name));
    return json + "]}\n";
}

asio::awaitable<result<void>> send_model(const std::vector<std::string>& names, std::string_view path,
                                         http::exchange& out)
{
    const auto found = std::ranges::find(names, path.substr(models_prefix.size()));
    if (found == names.end()) return refuse({errc::not_found, "There is no such model: see /v1/models."});
    return send_json(model_json(*found) + "\n", out);
}

}  // namespace

std::vector<http::route> model_routes(const chat_services& chat, const embedding_service& embeddings)
{
    std::vector<std::string> names{"parley"};
    if (embeddings.model != nullptr) names.push_back(embeddings.name);
    const auto completions = [chat](http::request request, http::exchange& out) {
        return complete(chat, request, out);
    };
    const auto responses = [chat](http::request request, http::exchange& out) {
        return respond(chat, request, out);
    };
    auto load = std::make_shared<embedding_load>();
    const auto vectors = [embeddings, load](http::request request, http::exchange& out) {
        return embed(embeddings, load, request, out);
    };
    const auto models = [names](http::request, http::exchange& out) {
        return send_json(list_json(names), out);
    };
    const auto model = [names](http::request request, http::exchange& out) {
        return send_model(names, request.path, out);
    };
    return {{"POST", "/v1/chat/completions", completions},
            {"POST", "/v1/responses", responses},
            {"POST", "/v1/embeddings", vectors},
            {"GET", "/v1/models", models},
            {"GET", "/v1/models/*", model}};
}

}  // namespace parley::server::v1
