// The input of the Responses API: messages, calls, their outputs, and the items of the service's own tools.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// The value of `input`.
complaint read_input(const boost::json::value& input, asked& what);

}  // namespace parley::mock
