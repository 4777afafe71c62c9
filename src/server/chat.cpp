#include "server/chat.hpp"

#include "server/errors.hpp"

namespace parley::server {
namespace {

// Gathers an answer for the route that does not stream.
class gathering_sink final : public rag::event_sink {
public:
    asio::awaitable<result<void>> send(rag::event what) override
    {
        if (auto* found = std::get_if<rag::sources_event>(&what)) sources = std::move(*found);
        if (auto* delta = std::get_if<rag::delta_event>(&what)) text += delta->text;
        if (auto* ended = std::get_if<rag::done_event>(&what)) done = std::move(*ended);
        co_return result<void>{};
    }

    rag::sources_event sources;
    std::string text;
    rag::done_event done;
};

}  // namespace

asio::awaitable<result<void>> stream_chat(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_chat_request(request, with.limits);
    if (!wanted) co_return wanted.error();
    const auto request_id = std::move(request.id);
    const auto until = request.until;
    request = {};  // a stream may last for minutes: the body goes back now

    chat_sink sink(out, dialect_a(std::move(wanted->session_state), wanted->asked.sources, request_id),
                   with.beats, with.times);
    auto answered = co_await rag::answer(with.rag, std::move(wanted->asked), sink, until);
    if (answered) co_return co_await sink.finish();
    if (!out.head_sent() || answered.error().code == errc::cancelled) co_return answered.error();
    co_return co_await sink.fail(answered.error(), request_id);
}

asio::awaitable<result<void>> whole_chat(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_chat_request(request, with.limits);
    if (!wanted) co_return wanted.error();
    const dialect_a lines(std::move(wanted->session_state), wanted->asked.sources, request.id);

    gathering_sink sink;
    auto answered = co_await rag::answer(with.rag, std::move(wanted->asked), sink, request.until);
    if (!answered) co_return answered.error();

    http::response whole{200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, {}};
    whole.body = lines.whole(sink.text, sink.sources, sink.done);
    co_return co_await out.send(std::move(whole));
}

}  // namespace parley::server
