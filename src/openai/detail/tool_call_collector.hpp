// Puts tool calls together from the fragments in which they come.
//
// Servers differ: the index may be missing or always 0, an id may come late, never, or with every fragment.
// Bounded: calls and bytes beyond the limits are errc::too_large.
#pragma once

#include "base/error.hpp"
#include "openai/chat_request.hpp"

#include <span>

namespace parley::openai {

constexpr std::size_t tool_calls_max = 128;  // as many as a request may name tools
constexpr std::size_t tool_call_bytes_max = 16 * 1024 * 1024;

struct tool_call_part {
    std::optional<std::int64_t> index = {};
    tool_call part = {};
};

class tool_call_collector {
public:
    // Continues the call it belongs to, or begins one.
    result<void> append(const tool_call_part& more);

    // What `whole` says takes the place of what was known of that call.
    result<void> replace(const tool_call_part& whole);

    // The calls in the order in which they began. Those without an id get one of their own.
    std::vector<tool_call> take();

private:
    struct open_call {
        std::optional<std::int64_t> index;
        tool_call call;
    };
    open_call* find(const tool_call_part& wanted);
    result<open_call*> find_or_begin(const tool_call_part& wanted);
    result<void> grow(std::string& text, const std::string& more);

    std::vector<open_call> calls_;
    std::size_t bytes_ = 0;
};

}  // namespace parley::openai
