// The documents as a model for OpenAI's clients: the routes below /v1.
#pragma once

#include "server/chat.hpp"
#include "server/v1/embeddings.hpp"

namespace parley::server::v1 {

// GET /v1/models names parley, and the model that makes vectors where there is one; a chat may name any. The
// services are copied; what they point at outlives the routes.
std::vector<http::route> model_routes(const chat_services& chat, const embedding_service& embeddings);

}  // namespace parley::server::v1
