// The events of one streamed answer, in one protocol, one at a time.
//
// Knows the protocol and nothing of time and faults: those are stream_script's.
#pragma once

#include "mock/reply.hpp"

#include <optional>
#include <string>

namespace parley::mock {

enum class event_kind {
    opening,     // before the first token
    token,       // carries text, or a part of a call: these are waited for
    closing,     // what repeats or sums up the tokens
    finish,      // says how the answer ended
    terminal,    // after it nothing comes
    conclusion,  // both in one
};

class event_source {
public:
    virtual ~event_source() = default;

    // What `append_next` would append; nothing at the end.
    virtual std::optional<event_kind> upcoming() const = 0;

    // Appends the event with its framing, or leaves it out and only goes on.
    virtual void append_next(std::string& bytes) = 0;

    // The pause before the next event, each once.
    virtual const text_reply::pause* take_pause() { return nullptr; }

    // An error in mid-stream in the protocol's own shape, and what follows it. Then the stream ends.
    virtual void append_error(std::string& bytes, const fault& what) = 0;

    // Whether the real service lets the head wait for the first token.
    virtual bool head_waits() const = 0;
};

}  // namespace parley::mock
