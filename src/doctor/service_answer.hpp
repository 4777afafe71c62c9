// Code and message of a refusal, in each of the shapes that Azure's services send. No I/O.
//
// Not for logs: a message may repeat what a caller sent. The doctor's own calls send nothing of a user's.
#pragma once

#include <string>
#include <string_view>

namespace parley::doctor {

struct service_error {
    std::string code = {};
    std::string message = {};  // at most 512 bytes
};

// Looks at `error.code`, then the top level, then `statusCode`, then XML, then takes the text as it is.
service_error read_service_error(std::string_view body);

}  // namespace parley::doctor
