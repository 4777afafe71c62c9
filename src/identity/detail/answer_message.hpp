// What an endpoint says about its failure, fit for a message of ours. No I/O.
//
// Only for answers that are refusals: the text of a success may be a token.
#pragma once

#include <string>
#include <string_view>

namespace parley::identity {

struct answer_problem {
    std::string code;     // `error` or `error.code`; may be empty
    std::string message;  // one line of at most 512 bytes without tokens; may be empty
};

// The message is the first of `message`, `error_description`, `error.message`, `Message`, the text itself.
answer_problem read_answer_problem(std::string_view body);

}  // namespace parley::identity
