// What the mock shall answer, as data: what a fixture says, a default answer makes and a recording holds.
//
// The same reply serves Chat Completions and Responses, streamed or not, unless it holds raw events.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::mock {

struct tool_call_reply {
    std::string id = {};  // empty: made by the mock, the same for the same seed
    std::string name;
    std::string arguments;  // JSON as text; may be invalid, models write that too
};

struct usage_reply {
    std::int64_t prompt = 0;
    std::int64_t completion = 0;
    std::int64_t reasoning = 0;
    std::int64_t cached = 0;
};

// How an answer's text is cut into events.
struct chunking {
    enum class unit { whole, words, characters, tokens, given } by = unit::tokens;
    std::size_t size = 1;                  // units per event
    std::vector<std::string> pieces = {};  // unit::given: the exact pieces
};

// A wait of a random length; the same seed gives the same lengths.
struct spread {
    enum class shape { fixed, normal, log_normal, uniform, quantiles } as = shape::fixed;
    double mean_ms = 0;                     // the median of log_normal, the middle of uniform
    double deviation_ms = 0;                // half the width of uniform
    std::vector<double> quantiles_ms = {};  // p50, p90, p95, p99
};

// How many times as long waits are at a time of the run; in between, on the line from point to point.
struct ramp_point {
    double at_ms = 0;
    double factor = 1;
};

// Some requests, by chance, wait many times as long.
struct spikes {
    double rate = 0;  // of all requests
    double factor = 1;
};

struct timing {
    spread to_first = {};             // time to first token
    spread per_event = {};            // between events
    double prefill_ms_per_token = 0;  // beside `to_first`, for each token of what was asked
    double load_per_answer = 0;       // every wait is longer by this share for each other answer under way
    spikes slow = {};
    std::vector<ramp_point> ramp = {};     // by time; empty: always the same
    std::vector<double> recorded_ms = {};  // of a recording: when each event came, from the request on
    double speed = 1;                      // divides every wait; 0: as fast as the socket takes
};

// What goes wrong, and where. The names are those of fixture files.
enum class fault_kind {
    reset,               // the connection is reset (RST)
    close,               // it ends in order, but the answer is not whole
    stall,               // nothing comes any more, the connection stays open
    half_event,          // half of the next event, then the connection ends
    half_character,      // cut within a UTF-8 character
    invalid_json,        // the next event is not JSON
    invalid_utf8,        // the next event holds bytes that are no UTF-8
    slow_drip,           // from here on one byte at a time
    wrong_content_type,  // text/html says the head
    html,                // status 200 and a page of HTML
    no_terminal_event,   // the end marker (and terminal event) is missing
    no_finish,           // the chunk with the finish reason is missing
    error_event,         // an error event in the middle of the stream
    flat_error_event,    // the other shape of the Responses API
    oversized_event,     // one event of many megabytes
    duplicate_event,     // the next event comes twice
    reordered_index,     // choices and embeddings in another order
    wrong_count,         // embeddings: one too few
    wrong_length,        // embeddings: one vector is shorter
    not_a_number,        // embeddings: a NaN
};

struct fault {
    fault_kind kind;
    // Where: before the head (nothing), after the head, or after so many events.
    enum class place { before_head, after_head, after_events } at = place::after_events;
    std::size_t events = 0;
    std::chrono::milliseconds each_byte{10};  // slow_drip
    std::string message = {};                 // error_event
    std::string code = {};
};

// An answer that is an error from the start.
struct error_reply {
    unsigned status = 500;
    std::string type = {};  // empty: the usual one of this status
    std::string code = {};
    std::string param = {};
    std::string message = {};                                   // empty: the usual one
    std::optional<std::chrono::milliseconds> retry_after = {};  // none: a second of 429, else it tells none
    enum class retry_form { both, seconds, milliseconds, date, none } retry_as = retry_form::both;
    // The x-ratelimit headers of a 429: made up, or only those of the reply's own headers.
    enum class limits_told { usual, by_reply } limits = limits_told::usual;
};

struct text_reply {
    std::string text = {};
    std::string refusal = {};
    std::string reasoning = {};  // shown thinking, before the text
    std::vector<tool_call_reply> tool_calls = {};
    std::string finish_reason = {};         // empty: stop, or tool_calls when there are some
    std::optional<usage_reply> usage = {};  // none: counted from the texts
    // Names where the answer waits until the control plane lets it go on, by position in `text` (bytes).
    struct pause {
        std::string name;
        std::size_t at = 0;
    };
    std::vector<pause> pauses = {};
    // Content filter findings that an Azure host reports: category and severity. From `medium` on they are
    // why it ends, when `finish_reason` is empty.
    std::vector<std::pair<std::string, std::string>> filtered = {};
};

// Bytes exactly as given.
struct raw_reply {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body = {};
};

// Events exactly as given, each with its own framing; `data` is sent as it is.
struct raw_events_reply {
    struct event {
        std::string name = {};  // the `event:` line; empty: none
        std::string data = {};
    };
    std::vector<event> events = {};
};

// Bytes exactly as given, each piece in a write of its own: what no other kind of stream can say.
struct raw_pieces_reply {
    unsigned status = 200;
    std::string content_type = "text/event-stream";
    std::vector<std::string> pieces = {};
};

struct embedding_reply {
    std::vector<std::vector<float>> vectors = {};  // by input; empty: made from the texts
};

struct reply {
    std::variant<text_reply, error_reply, raw_reply, raw_events_reply, raw_pieces_reply, embedding_reply>
        content = text_reply{};
    chunking chunks = {};
    std::optional<timing> times = {};  // none: those of the server
    std::optional<fault> failure = {};
    http::fields headers = {};  // added to, or instead of, the usual ones
};

}  // namespace parley::mock
