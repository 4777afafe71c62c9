// An answer as a chat completion: as chunks of a stream of server-sent events, and as one object.
//
// Implements OpenAI's Chat Completions. Pure: events in, text out. Citations stay in the text and are also
// annotations, in the last chunk with a choice or in the message.
#pragma once

#include "server/answer_format.hpp"
#include "server/v1/annotations.hpp"
#include "server/v1/answer_about.hpp"
#include "server/v1/completion_request.hpp"

namespace parley::server::v1 {

class completion_format final : public answer_format {
public:
    completion_format(answer_about about, usage_chunk usage)
        : about_(std::move(about)), usage_(usage), cited_(annotation_form::nested, about_.origin)
    {
    }

    void append_sources(std::string& out, const rag::sources_event& sources) override;
    void append_delta(std::string& out, std::string_view text) override;
    void append_process(std::string&, const rag::process_event&) override {}  // nothing says so here
    void append_done(std::string& out, const rag::done_event& done) override;
    void append_error(std::string& out, const error& problem, std::string_view request_id) override;

    std::string_view media_type() const override { return "text/event-stream"; }
    std::string_view heartbeat() const override { return ": still here\n\n"; }

    std::string whole(std::string_view text, const rag::sources_event& sources,
                      const rag::done_event& done) override;

private:
    std::string head(std::string_view object) const;
    void append_chunk(std::string& out, std::string_view delta, std::string_view finish_reason) const;

    answer_about about_;
    usage_chunk usage_;
    annotations cited_;
};

}  // namespace parley::server::v1
