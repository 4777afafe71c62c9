#include "server/chat.hpp"

#include "server/answer_stream.hpp"
#include "server/gathering_sink.hpp"
#include "server/run_routes.hpp"
#include "server/visitor.hpp"

namespace parley::server {
namespace {

asio::awaitable<result<void>> refuse(error why)
{
    co_return why;
}

// Null: an ordinary stream, because it was not asked for more, or there are too many.
std::shared_ptr<runs::run> open_run(const chat_services& with, const http::request& request,
                                    const chat_request& wanted)
{
    if (with.runs == nullptr || wanted.reader != reader_plan::may_come_back) return nullptr;
    return with.runs->open(known_visitor(request.headers).value_or(""));
}

}  // namespace

// No coroutine: the frame of one would hold the request for as long as the answer streams.
asio::awaitable<result<void>> stream_chat(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_chat_request(request, with.limits);
    if (!wanted) return refuse(wanted.error());
    name_conversation(with.history, *wanted);
    if (auto run = open_run(with, request, *wanted))
        return stream_run(with, request, *std::move(wanted), std::move(run), out);
    auto lines = std::make_unique<dialect_a>(wanted->session_state, wanted->asked.sources, request.id,
                                             wanted->asked.suggested);
    std::unique_ptr<answer_stream> to(
        new answer_stream{request.id, {out, std::move(lines), with.beats, with.times}, out, with.log});
    to->recorder = make_recorder(with.history, request, *wanted, to->sink, with.log);
    auto work = rag::answer(with.rag, std::move(wanted->asked), to->first(), request.until);
    return finish(std::move(to), std::move(work));
}

asio::awaitable<result<void>> whole_chat(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_chat_request(request, with.limits);
    if (!wanted) co_return wanted.error();
    name_conversation(with.history, *wanted);
    dialect_a lines(wanted->session_state, wanted->asked.sources, request.id, wanted->asked.suggested);

    gathering_sink sink;
    const auto recorder = make_recorder(with.history, request, *wanted, sink, with.log);
    auto& first = first_of(recorder.get(), sink);
    auto answered = co_await rag::answer(with.rag, std::move(wanted->asked), first, request.until);
    if (!answered) co_return answered.error();

    http::response whole{200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, {}};
    for (const auto& step : sink.steps) lines.remember(step);
    whole.body = lines.whole(sink.text, sink.sources, sink.done);
    co_return co_await out.send(std::move(whole));
}

}  // namespace parley::server
