// The bodies of requests, one reader per API: JSON into `asked`, or what the service would refuse.
//
// Each reads `what.body`, and fills `what` as far as it gets.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

complaint read_chat_body(asked& what);
complaint read_responses_body(asked& what);
complaint read_embeddings_body(asked& what);

// Models that think first take no temperature, and `max_completion_tokens` for `max_tokens`.
bool is_reasoning_model(std::string_view model);

// Members that both chat APIs have: temperature, top_p, stream.
complaint read_common(asked& what);

// One part of a message's content, whichever API: its text is added to `message`.
complaint read_part(const boost::json::value& part, const std::string& param, said& message);

}  // namespace parley::mock
