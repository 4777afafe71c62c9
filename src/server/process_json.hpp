// A step of the process as JSON, for every dialect.
#pragma once

#include "rag/process.hpp"

#include <string>

namespace parley::server {

// `"step":…,"state":…,"text":…,"data":…,"elapsed_ms":…`, without braces.
void append_step(std::string& out, const rag::process_event& what);

}  // namespace parley::server
