// What the services refuse about tools: names, schemas, and choices that name no tool.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// How the two APIs write a function: within `function`, or flat in the tool.
enum class tool_shape { nested, flat };

// The value of `tools`, and that of `tool_choice`, which is to be read after it.
complaint read_tools(const boost::json::value& tools, tool_shape shape, asked& what);
complaint read_tool_choice(const boost::json::value& choice, tool_shape shape, asked& what);

}  // namespace parley::mock
