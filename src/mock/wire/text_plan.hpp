// What both protocols want to know of a text reply before they write it.
#pragma once

#include "base/is_one_of.hpp"
#include "mock/asked.hpp"
#include "mock/reply.hpp"

#include <array>
#include <string_view>

namespace parley::mock {

// Why it ended, in the words of Chat Completions.
inline std::string_view finish_reason_of(const text_reply& text)
{
    if (!text.finish_reason.empty()) return text.finish_reason;
    return text.tool_calls.empty() ? "stop" : "tool_calls";
}

// The same in a chat: a call of the function that the caller named is no surprise, and ends with "stop".
inline std::string_view finish_reason_of(const asked& asking, const text_reply& text)
{
    static constexpr std::array<std::string_view, 4> open_choices = {"", "none", "auto", "required"};
    const bool is_named = !is_one_of(open_choices, asking.tool_choice);
    return is_named && text.finish_reason.empty() ? "stop" : finish_reason_of(text);
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
