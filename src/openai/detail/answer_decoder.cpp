#include "openai/detail/answer_decoder.hpp"

#include <algorithm>

namespace parley::openai {
namespace {

// A burst is taken in slices, so that the reader's copy of it stays small and in the cache.
constexpr std::size_t slice_bytes = 4096;

}  // namespace

chat_piece answer_decoder::feed(std::string_view bytes)
{
    chat_piece piece;
    while (!done_ && !bytes.empty()) {
        reader_.feed(bytes.substr(0, slice_bytes));
        bytes.remove_prefix(std::min(slice_bytes, bytes.size()));
        take_events(piece);
    }
    return piece;
}

void answer_decoder::take_events(chat_piece& piece)
{
    while (!done_) {
        const auto event = reader_.next();
        if (!event) fail(event.error());
        if (!event || !*event) break;
        take_event(**event, piece);
    }
}

chat_piece answer_decoder::finish()
{
    chat_piece piece;
    if (done_) return piece;
    while (!done_) {
        const auto event = reader_.finish();
        if (!event) fail(event.error());
        if (!event || !*event) break;
        take_event(**event, piece);
    }
    // What cannot be read now is the first half of an event whose second half was lost.
    const bool cut = failure_ && failure_->code == errc::malformed;
    if (cut) failure_.reset();
    if (cut || !done_) end("the stream stopped before it was finished");
    return piece;
}

void answer_decoder::take_event(const sse::event& event, chat_piece& piece)
{
    if (event.data.starts_with("[DONE]")) return end("it gave no finish reason");
    if (event.data.empty()) return;
    const auto taken = take(event.data, piece);
    if (!taken) return fail(taken.error());
    if (refused()) {
        done_ = true;
        return;
    }
    // A bare `event: error` says it in its name only.
    if (event.name == "error")
        return fail({errc::upstream_rejected, "the model service reported an error in its stream"});
    if (*taken == after_event::end) done_ = true;
}

void answer_decoder::end(std::string_view why_incomplete)
{
    done_ = true;
    if (!is_complete())
        fail({errc::closed, "the model's answer ended early: " + std::string(why_incomplete)});
}

void answer_decoder::fail(error why)
{
    done_ = true;
    failure_ = std::move(why);
}

bool is_empty(const chat_piece& piece)
{
    return piece.text.empty() && !piece.finish_reason && !piece.used && piece.reasoning.empty() &&
           piece.tool_calls.empty() && piece.findings.empty() && piece.citations.empty() &&
           piece.sealed.empty();
}

}  // namespace parley::openai
