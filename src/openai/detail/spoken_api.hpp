// One of the two APIs, as a model speaks it: where to send what, and how to read the answer. No I/O.
//
// Belongs to one loop; its decoders share its memory, so it outlives them.
#pragma once

#include "openai/chat_decoder.hpp"
#include "openai/endpoint.hpp"
#include "openai/responses_decoder.hpp"

namespace parley::openai {

class spoken_api {
public:
    explicit spoken_api(const endpoint& where) : which_(where.api), asked_with_(asked_with_of(where)) {}

    std::string_view route() const;
    result<std::string> body_of(const chat_request& request, usage_reporting usage) const;

    std::unique_ptr<answer_decoder> make_decoder();

    // `body` is the whole answer as it came.
    result<whole_answer> read_whole(std::string body);

    // What a refusal in an answer means to whoever asked this host.
    error explain(const refusal_facts& refused) const { return describe(refused, asked_with_); }

private:
    chat_api which_;
    asked_with asked_with_;
    chunk_parser chunks_;
    response_parser responses_;
};

}  // namespace parley::openai
