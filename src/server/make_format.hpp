// The format that a request's dialect is answered in.
#pragma once

#include "server/answer_format.hpp"
#include "server/chat_request.hpp"

#include <memory>

namespace parley::server {

std::unique_ptr<answer_format> make_format(const chat_request& wanted, const std::string& run_id);

}  // namespace parley::server
