#include "openai/chat_decoder.hpp"

#include <algorithm>

namespace parley::openai {
namespace {

// A burst is taken in slices, so that the reader's copy of it stays small and in the cache.
constexpr std::size_t slice_bytes = 4096;

}  // namespace

chat_piece chat_decoder::feed(std::string_view bytes)
{
    chat_piece piece;
    while (!done_ && !bytes.empty()) {
        reader_.feed(bytes.substr(0, slice_bytes));
        bytes.remove_prefix(std::min(slice_bytes, bytes.size()));
        take_events(piece);
    }
    return piece;
}

void chat_decoder::take_events(chat_piece& piece)
{
    while (!done_) {
        const auto event = reader_.next();
        if (!event) fail(event.error());
        if (!event || !*event) break;
        take(**event, piece);
    }
}

chat_piece chat_decoder::finish()
{
    chat_piece piece;
    if (done_) return piece;
    while (!done_) {
        const auto event = reader_.finish();
        if (!event) fail(event.error());
        if (!event || !*event) break;
        take(**event, piece);
    }
    // What cannot be read now is the first half of an event whose second half was lost.
    const bool cut = failure_ && failure_->code == errc::malformed;
    if (cut) failure_.reset();
    if (!finished_ && (cut || !done_))
        fail({errc::closed, "the model's answer ended early: the stream stopped before it was finished"});
    done_ = true;
    return piece;
}

void chat_decoder::take(const sse::event& event, chat_piece& piece)
{
    if (event.data.starts_with("[DONE]")) {
        done_ = true;
        if (!finished_) fail({errc::closed, "the model's answer ended early: it gave no finish reason"});
        return;
    }
    if (event.data.empty()) return;
    auto read = parser_.read(event.data, piece);
    if (!read) return fail(read.error());
    // A bare `event: error` says it in its name only.
    if (event.name == "error")
        return fail({errc::upstream_rejected, "the model service reported an error in its stream"});
    if (piece.finish_reason) finished_ = true;
}

void chat_decoder::fail(error why)
{
    done_ = true;
    failure_ = std::move(why);
}

bool is_empty(const chat_piece& piece)
{
    return piece.text.empty() && !piece.finish_reason && !piece.used;
}

}  // namespace parley::openai
