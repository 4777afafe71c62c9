// How the events of one answer look to a kind of client: what a stream is made of, and the whole answer.
//
// Pure: events in, text out. Each stream has one of its own, which may remember what came before.
#pragma once

#include "rag/event.hpp"

#include <string>
#include <string_view>

namespace parley::server {

class answer_format {
public:
    answer_format() = default;
    answer_format(const answer_format&) = default;
    answer_format(answer_format&&) = default;
    answer_format& operator=(const answer_format&) = default;
    answer_format& operator=(answer_format&&) = default;
    virtual ~answer_format() = default;

    // Each appends what is sent for it, whole, to `out`.
    virtual void append_sources(std::string& out, const rag::sources_event& sources) = 0;
    virtual void append_delta(std::string& out, std::string_view text) = 0;
    virtual void append_process(std::string& out, const rag::process_event& what) = 0;
    virtual void append_done(std::string& out, const rag::done_event& done) = 0;

    // The last of a stream that fails.
    virtual void append_error(std::string& out, const error& problem, std::string_view request_id) = 0;

    // The answer that is not streamed; the steps of its process were appended before, to be remembered.
    virtual std::string whole(std::string_view text, const rag::sources_event& sources,
                              const rag::done_event& done) = 0;

    virtual std::string_view media_type() const = 0;  // of a stream
    virtual std::string_view heartbeat() const = 0;   // what its readers skip
};

}  // namespace parley::server
