// An answer as a response: as the events of a stream of server-sent events, and as one object.
//
// Implements OpenAI's Responses: one message with one part of text. Pure: events in, text out. Citations stay
// in the text and are also annotations of that part, each told behind the delta it stands in.
#pragma once

#include "server/answer_format.hpp"
#include "server/v1/annotations.hpp"
#include "server/v1/answer_about.hpp"
#include "server/v1/responses_request.hpp"

namespace parley::server::v1 {

class responses_format final : public answer_format {
public:
    responses_format(answer_about about, const responses_request& wanted);

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
    // What changes in the object while the answer is written; each is JSON text.
    struct state {
        std::string_view status;
        std::string failure = "null";
        std::string cut = "null";
        std::string output = {};  // the item, if there is one yet
        std::string usage = "null";
    };

    static state ended(const rag::done_event& done);
    std::string object(const state& now) const;
    std::string part() const;
    std::string item(std::string_view status, std::string_view content) const;
    std::string place() const;
    void append_event(std::string& out, std::string_view type, std::string_view members);
    void append_response(std::string& out, std::string_view type, const state& now);

    answer_about about_;
    std::string echoed_;  // members of the object that repeat the request
    annotations cited_;
    std::string text_ = {};
    std::size_t number_ = 0;  // sequence_number of the next event
};

}  // namespace parley::server::v1
