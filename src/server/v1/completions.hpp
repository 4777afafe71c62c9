// The documents as a model for OpenAI's clients: POST /v1/chat/completions and GET /v1/models.
#pragma once

#include "server/chat.hpp"

namespace parley::server::v1 {

// GET /v1/models names one model, parley; a chat may name any.
std::vector<http::route> completion_routes(const chat_services& with);

}  // namespace parley::server::v1
