// For the fuzz programs of decoders: what a reader of a stream knows in the end, however it was cut.
#pragma once

#include "openai/detail/answer_decoder.hpp"

#include <cstdint>
#include <cstdlib>

struct decoded_answer {
    std::string text;
    std::string reasoning;
    std::string finish_reason;
    std::size_t tool_calls = 0;
    std::size_t tool_call_bytes = 0;
    std::size_t findings = 0;
    std::size_t citations = 0;
    int failure = 0;

    void add(const parley::openai::chat_piece& piece)
    {
        text += piece.text;
        reasoning += piece.reasoning;
        if (piece.finish_reason) finish_reason = *piece.finish_reason;
        tool_calls += piece.tool_calls.size();
        for (const auto& call : piece.tool_calls)
            tool_call_bytes += call.id.size() + call.name.size() + call.arguments.size();
        findings += piece.findings.size();
        citations += piece.citations.size();
    }

    bool operator==(const decoded_answer&) const = default;
};

inline decoded_answer decode(parley::openai::answer_decoder& decoder, std::string_view bytes,
                             std::size_t piece_bytes)
{
    decoded_answer got;
    for (std::size_t at = 0; at < bytes.size(); at += piece_bytes)
        got.add(decoder.feed(bytes.substr(at, piece_bytes)));
    got.add(decoder.finish());
    if (!decoder.done()) std::abort();
    if (decoder.refused()) got.failure = -1;
    if (decoder.failure()) got.failure = static_cast<int>(decoder.failure()->code);
    // What ended without a failure said how it ended, and nothing is called for what did not end.
    if (got.failure == 0 && got.finish_reason.empty()) std::abort();
    if (got.finish_reason.empty() && got.tool_calls != 0) std::abort();
    return got;
}

// The same bytes, cut in three ways, by decoders that share one parser.
template <class Decoder, class Parser>
int require_the_same_however_it_is_cut(Parser& parser, const std::uint8_t* data, std::size_t bytes)
{
    if (bytes < 1) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, bytes - 1);
    const auto decoded = [&](std::size_t piece_bytes) {
        Decoder decoder(parser);
        return decode(decoder, text, piece_bytes);
    };
    const auto whole = decoded(text.size() + 1);
    if (decoded(1) != whole) std::abort();
    if (decoded(data[0] % 64 + 2U) != whole) std::abort();
    return 0;
}
