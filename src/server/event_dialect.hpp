// Dialect D: the text of an answer as events of OpenAI's Responses, a line of JSON each.
//
// Implements what the page of the public chat quickstart reads: `type`, `delta` and `error`.
#pragma once

#include "server/answer_format.hpp"

namespace parley::server {

class event_dialect final : public answer_format {
public:
    void append_sources(std::string&, const rag::sources_event&) override {}  // its page shows none
    void append_process(std::string&, const rag::process_event&) override {}
    void append_delta(std::string& out, std::string_view text) override;
    void append_done(std::string& out, const rag::done_event& done) override;
    void append_error(std::string& out, const error& problem, std::string_view request_id) override;
    std::string whole(std::string_view text, const rag::sources_event& sources,
                      const rag::done_event& done) override;

    std::string_view media_type() const override { return "application/x-ndjson"; }
    std::string_view heartbeat() const override { return "\n"; }
};

}  // namespace parley::server
