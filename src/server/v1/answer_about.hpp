// What an answer says about itself to clients of OpenAI's, whichever API carries it.
#pragma once

#include "http/message.hpp"

#include <cstdint>
#include <string>

namespace parley::server::v1 {

struct answer_about {
    std::string id;      // of the request
    std::string model;   // as the client named it
    std::string origin;  // of links to documents: where the client found us, such as `https://chat.example`
    std::int64_t created = 0;  // seconds since 1970
};

answer_about about_answer(const http::request& request, std::string model);

}  // namespace parley::server::v1
