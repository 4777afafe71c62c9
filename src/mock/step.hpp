// What the mock does next while it answers. A script gives one step at a time, so that an open stream holds
// only its place in a shared reply, and not its events.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley::mock {

// The head of the answer. `body` set: the whole answer, not a stream.
struct send_head {
    unsigned status = 200;
    http::fields headers = {};
    std::optional<std::string> body = {};
};

struct send_bytes {};  // those that `next` appended

struct wait_for {
    std::chrono::nanoseconds time;
};

struct pause_at {
    std::string_view name;  // until the control plane lets it go on
};

struct drip {
    std::chrono::milliseconds each_byte;  // from now on bytes go one at a time
};

enum class ending {
    whole,  // in order
    cut,    // the connection is closed in mid-answer
    reset,  // with RST
    stall,  // stays open until the client leaves
};

using step = std::variant<send_head, send_bytes, wait_for, pause_at, drip, ending>;

class script {
public:
    virtual ~script() = default;

    // Appends to `bytes` what a send_bytes step sends. Not called again after an ending.
    virtual step next(std::string& bytes) = 0;

    // Asked after the ending: which fault of the reply never happened, and why; empty when all is as wanted.
    virtual std::string unmet() const { return {}; }
};

}  // namespace parley::mock
