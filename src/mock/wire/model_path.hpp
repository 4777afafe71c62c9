// Which API a path belongs to, in all the ways that hosts spell it.
//
// `/v1/chat/completions` (openai), `/openai/v1/…` (azure_v1),
// `/openai/deployments/NAME/…` and `/openai/responses` (azure_legacy).
#pragma once

#include "mock/asked.hpp"

#include <optional>
#include <string_view>

namespace parley::mock {

struct model_path {
    endpoint at;
    host_style style;
    std::string_view deployment = {};  // of azure_legacy
    std::string_view model = {};       // of /models/{id}
};

std::optional<model_path> read_model_path(std::string_view path);

}  // namespace parley::mock
