// Dialects B and C: lines with a `delta`, and contexts that are told whole each time.
//
// Implements the classic protocol of the public search app and the Microsoft AI Chat Protocol of 2024-05-29.
// Pure: events in, text out.
#pragma once

#include "server/chat_request.hpp"
#include "server/dialect_a.hpp"

namespace parley::server {

class delta_dialect final : public answer_format {
public:
    // Of a request in dialect B or C.
    delta_dialect(const chat_request& wanted, std::string run_id);

    void append_sources(std::string& out, const rag::sources_event& sources) override;
    void append_delta(std::string& out, std::string_view text) override;
    void append_process(std::string& out, const rag::process_event& what) override;
    void append_done(std::string& out, const rag::done_event& done) override;
    void append_error(std::string& out, const error& problem, std::string_view request_id) override;
    std::string whole(std::string_view text, const rag::sources_event& sources,
                      const rag::done_event& done) override;

    std::string_view media_type() const override;
    std::string_view heartbeat() const override { return "\n"; }

private:
    bool is_classic() const { return spoken_ == dialect::b; }
    void append_context(std::string& out, std::string_view context) const;
    void append_questions(std::string& out, std::string_view context,
                          const std::vector<std::string>& questions) const;

    dialect spoken_;
    std::string session_state_;  // JSON text
    dialect_a contexts_;
    rag::sources_event sources_;
};

}  // namespace parley::server
