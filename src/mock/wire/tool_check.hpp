// What the services refuse about tools: names, schemas, and choices that name no tool.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// How the two APIs write a function: within `function`, or flat in the tool.
enum class tool_shape { nested, flat };

// Reads `tools` and `tool_choice` of `body` into `what`.
complaint read_tools(const boost::json::object& body, tool_shape shape, asked& what);

}  // namespace parley::mock
