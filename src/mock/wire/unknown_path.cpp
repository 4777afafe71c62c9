#include "mock/wire/unknown_path.hpp"

#include "base/settings_parser.hpp"
#include "mock/wire/model_path.hpp"

#include <array>

namespace parley::mock {
namespace {

constexpr std::array<std::string_view, 5> routes = {"/v1/chat/completions", "/v1/responses", "/v1/embeddings",
                                                    "/v1/rerank", "/v1/models"};
constexpr std::string_view base = "/v1";
constexpr std::string_view base_twice = "/v1/v1/";

constexpr std::string_view what_is_spoken =
    "the mock speaks /v1/chat/completions, /v1/responses, /v1/embeddings, /v1/rerank and /v1/models, and "
    "Azure's paths below /openai";

}  // namespace

std::string unknown_path_sentence(std::string_view path)
{
    const auto beginning = "There is no API at " + std::string(path) + ": ";
    if (path.starts_with(base_twice))
        return beginning + "/v1 stands twice, once in the client's base URL and once in what it asks for.";
    const auto below_base = std::string(base) + std::string(path);
    if (read_model_path(below_base))
        return beginning + "the base URL of a client ends in /v1, so that it asks for " + below_base + ".";
    if (const auto meant = nearest_name(path, routes)) return beginning + "did you mean " + *meant + "?";
    if (path.starts_with("/v1/") || path.starts_with("/openai/"))
        return beginning + std::string(what_is_spoken) + ".";
    return beginning + "the base URL of a client ends in /v1, and Azure's paths begin with /openai.";
}

}  // namespace parley::mock
