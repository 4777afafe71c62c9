// What models a host offers. Lists are often longer than what a key may use.
#pragma once

#include "http/client.hpp"
#include "openai/endpoint.hpp"

#include <cstdint>

namespace parley::openai {

struct model_info {
    std::string id;
    std::int64_t created = 0;  // seconds since 1970; 0: not said
    std::string owned_by = {};
};

// `client` belongs to the loop that awaits this, and lives until it has.
asio::awaitable<result<std::vector<model_info>>> list_models(http::client& client, endpoint where,
                                                             deadline until);

// errc::not_found when the host does not know it.
asio::awaitable<result<model_info>> find_model(http::client& client, endpoint where, std::string id,
                                               deadline until);

}  // namespace parley::openai
