// What happens while a question is answered, in order: sources, deltas, then done or failed. Steps of the
// process come in between when they are asked for.
//
// Defined once; a dialect (server/) or the terminal (cli/) decides how it looks.
#pragma once

#include "base/deadline.hpp"
#include "openai/chat.hpp"
#include "rag/process.hpp"
#include "rag/support.hpp"
#include "retrieval/passage.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::rag {

// None: known, but not set.
using thought_value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

// Titles and names are literals.
struct thought {
    std::string_view title;
    std::string description;
    std::vector<std::pair<std::string_view, thought_value>> props = {};
    std::optional<openai::usage> used = {};
};

// Retrieval is done; these passages, and no others, may be cited.
struct sources_event {
    std::vector<retrieval::passage> passages;
    std::vector<thought> thoughts;
};

// More of the answer. Citation markers in it have been checked: `[x]` is one of the sources' citations.
struct delta_event {
    std::string text;
    bool is_last = false;  // the model has said why it stopped: the end is near, and both can leave together
};

// The answer is complete. `finish_reason` other than "stop" means that it was cut, and why.
struct done_event {
    std::string finish_reason;
    std::optional<openai::usage> used = {};
    std::size_t invalid_citations = 0;        // markers that named no source and stayed plain text
    std::optional<support> borne_out = {};    // by the sources; nothing when the writer only quotes
    std::vector<std::string> suggested = {};  // questions that could come next, if they were asked for
};

using event = std::variant<sources_event, delta_event, done_event, process_event>;

// Words of an answer that wait for others, because what they mean is not known yet.
class held_words {
public:
    virtual ~held_words() = default;

    // Gives them up when they have waited for too long by then: they are to be shown. Else empty.
    virtual std::string release(deadline now) = 0;
};

// Where the events go. Awaited one by one, which is the backpressure.
class event_sink {
public:
    virtual ~event_sink() = default;
    virtual asio::awaitable<result<void>> send(event what) = 0;

    // For a sink that has a clock: `words` may be asked between two events; null: not any more.
    virtual void watch(held_words* words) { static_cast<void>(words); }
};

}  // namespace parley::rag
