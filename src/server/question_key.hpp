// What two questions have in common when one answer is good for both.
#pragma once

#include "rag/question.hpp"

#include <string>

namespace parley::server {

// A digest of everything that decides the answer: the same for two questions only if all of that is. Who
// asks, when, and in which protocol is no part of it.
std::string key_of(const rag::question& asked);

}  // namespace parley::server
