// The bodies of requests, one reader per API: JSON into `asked`, or what the service would refuse.
//
// Each reads `what.body`, and fills `what` as far as it gets. What they know of each member is a table.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

complaint read_chat_body(asked& what);
complaint read_responses_body(asked& what);
complaint read_embeddings_body(asked& what);
complaint read_rerank_body(asked& what);

}  // namespace parley::mock
