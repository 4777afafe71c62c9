// GET /models and GET /models/{id}.
#pragma once

#include "mock/asked.hpp"
#include "mock/step.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace parley::mock {

// Models of these names, or a usual few when there are none. `asking.model` set: that one alone, or 404.
send_head models_answer(const asked& asking, const std::vector<std::string>& names, std::int64_t created);

}  // namespace parley::mock
