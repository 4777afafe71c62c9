// What both protocols want to know of a text reply before they write it.
#pragma once

#include "mock/reply.hpp"

#include <string_view>

namespace parley::mock {

// Why it ended, in the words of Chat Completions.
inline std::string_view finish_reason_of(const text_reply& text)
{
    if (!text.finish_reason.empty()) return text.finish_reason;
    return text.tool_calls.empty() ? "stop" : "tool_calls";
}

// Exact pieces are pieces of the text: reasoning, refusals and arguments are cut by tokens then.
inline const chunking& chunks_beside_text(const chunking& of_text)
{
    static const chunking by_tokens;
    return of_text.by == chunking::unit::given ? by_tokens : of_text;
}

inline bool has_text(const reply& answer, const text_reply& text)
{
    return !text.text.empty() || (answer.chunks.by == chunking::unit::given && !answer.chunks.pieces.empty());
}

// Whether answers of this reply come in the order of their indexes.
enum class index_order { natural, reversed };

inline index_order order_of(const reply& answer)
{
    return answer.failure && answer.failure->kind == fault_kind::reordered_index ? index_order::reversed
                                                                                 : index_order::natural;
}

}  // namespace parley::mock
