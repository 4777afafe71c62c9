// What is being done while an answer is prepared, for those who wait: rag-flow §9 of the public app's
// protocol.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::rag {

enum class process_step { queue, question, query, rerank, search, answer, retry };

// `failed` is of a step that the answer can do without.
enum class process_state { started, done, skipped, failed };

struct queue_position {
    std::size_t number;                                  // from 1; 0 when it is over
    std::optional<std::chrono::milliseconds> wait = {};  // an estimate
};

struct query_known {
    std::string query;
    bool rewritten = false;  // by a model
};

struct results_ranked {
    std::size_t kept = 0;
    std::size_t of = 0;
};

struct found_source {
    std::string document;  // its public name
    std::string citation;  // of the place in it
    int page = 0;          // from 1; 0 when the document has no pages
};

struct sources_found {
    std::size_t count = 0;
    std::vector<found_source> shown;  // the best ones, at most `shown_sources_max`
};

inline constexpr std::size_t shown_sources_max = 10;

struct writer_asked {
    std::string name;
};

struct try_again {
    std::string_view reason;            // the name of an errc
    std::chrono::milliseconds wait{0};  // 0: another place is asked at once
    int attempt = 2;                    // that comes
    std::string model;                  // that is asked then
};

struct process_event {
    process_step step;
    process_state state;
    std::variant<std::monostate, queue_position, query_known, results_ranked, sources_found, writer_asked,
                 try_again>
        data = {};
    std::chrono::microseconds elapsed{0};  // since the question came
};

// As the protocol spells them.
std::string_view name_of(process_step step);
std::string_view name_of(process_state state);

// A short sentence for a reader: "Found 3 related results".
std::string sentence_of(const process_event& what);

}  // namespace parley::rag
