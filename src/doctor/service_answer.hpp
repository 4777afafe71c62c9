// Code and message of a refusal, in each of the shapes that Azure's services send. No I/O.
//
// Both are one line without control characters, and without tokens: a gateway may repeat what it was sent.
#pragma once

#include <string>
#include <string_view>

namespace parley::doctor {

struct service_error {
    std::string code = {};
    std::string message = {};
};

// Looks at `error.code`, then the top level, then `statusCode`, then XML, then takes the text as it is.
service_error read_service_error(std::string_view body);

}  // namespace parley::doctor
