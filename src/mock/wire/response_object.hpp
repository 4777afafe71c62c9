// The response object of the Responses API, and the items of its output, as JSON text.
//
// What the request said (instructions, tools, temperature, …) is echoed as the service does.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"
#include "mock/wire/ids.hpp"

namespace parley::mock {

// How a response, or an item of it, stands; the names on the wire.
enum class response_status { in_progress, completed, incomplete, failed };
std::string_view name_of(response_status status);

class response_object {
public:
    response_object(const asked& asking, id_seed ids, std::int64_t created);

    struct state {
        response_status status = response_status::in_progress;
        std::string_view output = {};             // items, joined by commas
        const usage_reply* used = nullptr;        // null until it is known
        std::string_view incomplete_reason = {};  // empty: null
        std::string_view error_code = {};         // empty: no error
        std::string_view error_message = {};
        std::string_view content_filters = {};  // of Azure: a list; empty: none, or null while in progress
    };
    void append(std::string& out, const state& now) const;

private:
    std::string begin_;  // up to the status
    std::string echo_;   // members that never change
    std::int64_t created_;
    bool is_azure_;
};

// What the output of a text reply consists of, in its order.
struct response_items {
    response_items(const reply& answer, id_seed ids);

    bool has_reasoning() const { return !text.reasoning.empty(); }
    bool has_message() const { return says_text || !text.refusal.empty() || text.tool_calls.empty(); }
    std::size_t message_index() const { return has_reasoning() ? 1 : 0; }
    std::size_t call_index(std::size_t call) const
    {
        return message_index() + (has_message() ? 1 : 0) + call;
    }
    std::string reasoning_id() const { return make_id("rs_", 48, ids, 1); }
    std::string message_id() const { return make_id("msg_", 48, ids, 2); }
    std::string item_id_of_call(std::size_t call) const { return make_id("fc_", 48, ids, 200 + call); }

    // Whether the answer came to its own end, or was cut by a limit or a filter.
    response_status status() const;
    std::string_view incomplete_reason() const;

    void append_reasoning(std::string& out) const;
    void append_message(std::string& out, response_status status) const;
    void append_call(std::string& out, std::size_t call, response_status status) const;
    void append_text_part(std::string& out, std::string_view said) const;
    void append_refusal_part(std::string& out, std::string_view said) const;
    std::string all() const;
    std::string content_filters() const;  // what Azure adds

    const reply& answer;
    const text_reply& text;
    id_seed ids;
    bool says_text;
};

}  // namespace parley::mock
