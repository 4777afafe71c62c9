// The history as clients read and write it: docs/protocol.md, "History". Pure.
#pragma once

#include "history/conversation.hpp"
#include "http/message.hpp"

#include <boost/json/object.hpp>

namespace parley::server {

// What POST /chat_history brings: `{"id", "answers": [["question", {"output_text", "context"}], …]}`.
struct added_turns {
    std::string id;
    std::vector<history::turn> turns;
};
result<added_turns> read_added_turns(const boost::json::object& body);

struct wanted_page {
    std::size_t count = 20;
    std::optional<std::int64_t> before = {};
};
// `?count=N&continuation_token=T`, or `continuationToken`, as the public frontend calls it.
result<wanted_page> read_wanted_page(std::string_view query);

// `{"sessions": [{"id","entra_oid","title","timestamp"}], "continuation_token"}`
std::string sessions_json(const history::page& found);

// `{"id","entra_oid","answers"}`, in the order of the conversation.
std::string session_json(const history::conversation& found);

// Ours: `{"id","title","timestamp","turns":[{"run_id","question","answer","context"}]}`.
std::string export_json(const history::conversation& found);

// POST /feedback: `{"run_id","rating","category","comment"}`.
result<history::feedback> read_feedback(const boost::json::object& body);

}  // namespace parley::server
