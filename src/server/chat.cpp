#include "server/chat.hpp"

#include "server/errors.hpp"
#include "server/recording_sink.hpp"
#include "server/run_routes.hpp"
#include "server/visitor.hpp"

namespace parley::server {
namespace {

// Gathers an answer for the route that does not stream.
class gathering_sink final : public rag::event_sink {
public:
    asio::awaitable<result<void>> send(rag::event what) override
    {
        if (auto* found = std::get_if<rag::sources_event>(&what)) sources = std::move(*found);
        if (auto* step = std::get_if<rag::process_event>(&what)) steps.push_back(std::move(*step));
        if (auto* delta = std::get_if<rag::delta_event>(&what)) text += delta->text;
        if (auto* ended = std::get_if<rag::done_event>(&what)) done = std::move(*ended);
        co_return result<void>{};
    }

    rag::sources_event sources;
    std::vector<rag::process_event> steps;
    std::string text;
    rag::done_event done;
};

asio::awaitable<result<void>> refuse(error why)
{
    co_return why;
}

// What stays of a request while its answer streams, which may be for minutes.
struct streamed_answer {
    std::string request_id;
    chat_sink sink;
    http::exchange& out;
    log_sink& log;
    std::unique_ptr<recording_sink> recorder = {};  // null: the answer is not kept
};

asio::awaitable<result<void>> finish(std::unique_ptr<streamed_answer> to, asio::awaitable<result<void>> work)
{
    auto answered = co_await std::move(work);
    if (answered) co_return co_await to->sink.finish();
    const bool can_be_a_status = !to->out.head_sent() && !to->sink.has_words();
    if (can_be_a_status || answered.error().code == errc::cancelled) co_return answered.error();
    const auto told = for_clients(answered.error(), to->request_id, to->log);
    co_return co_await to->sink.fail(told, to->request_id);
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
    dialect_a lines(wanted->session_state, wanted->asked.sources, request.id, wanted->asked.suggested);
    std::unique_ptr<streamed_answer> to(
        new streamed_answer{request.id, {out, std::move(lines), with.beats, with.times}, out, with.log});
    to->recorder = make_recorder(with.history, request, *wanted, to->sink, with.log);
    auto& sink = first_of(to->recorder.get(), to->sink);
    auto work = rag::answer(with.rag, std::move(wanted->asked), sink, request.until);
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
