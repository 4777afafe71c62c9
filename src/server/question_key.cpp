#include "server/question_key.hpp"

#include "base/sha256.hpp"

#include <cassert>
#include <type_traits>

namespace parley::server {
namespace {

// Each text goes in with its length, so that no two lists of fields are the same bytes.
class field_bytes {
public:
    template <class... Fields>
    void add_all(const Fields&... fields)
    {
        (add(fields), ...);
    }

    const std::string& bytes() const { return bytes_; }

private:
    template <class Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
    void add(Number value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }

    void add(const std::string& text)
    {
        add(text.size());
        bytes_ += text;
    }

    template <class Value>
    void add(const std::optional<Value>& value)
    {
        add(value.has_value());
        if (value) add(*value);
    }

    template <class Value>
    void add(const std::vector<Value>& values)
    {
        add(values.size());
        for (const auto& each : values) add(each);
    }

    void add(const openai::message& said)
    {
        const auto& [role, content, parts, tool_calls, tool_call_id, sealed] = said;
        assert(parts.empty() && tool_calls.empty() && sealed.empty());  // requests of a chat have none
        add_all(role, content, parts.size(), tool_calls.size(), tool_call_id, sealed.size());
    }
    void add(const rag::client_prompt& prompt)
    {
        const auto& [where, text] = prompt;
        add_all(where, text);
    }

    std::string bytes_;
};

}  // namespace

std::string key_of(const rag::question& asked)
{
    // Names every member, so that a new one does not compile before somebody has decided about it.
    const auto& [history, text, top, temperature, output_tokens_max, stop, score_min, ranking,
                 reranker_score_min, mode, include_category, include_documents, exclude_category, prompt,
                 sources, suggested, steps, came] = asked;
    static_cast<void>(came);
    field_bytes fields;
    fields.add_all(history, text, top, temperature, output_tokens_max, stop, score_min, ranking,
                   reranker_score_min, mode, include_category, include_documents, exclude_category, prompt,
                   sources, suggested, steps);
    return sha256_of(fields.bytes());
}

}  // namespace parley::server
