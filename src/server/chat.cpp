#include "server/chat.hpp"

#include "http/status.hpp"
#include "server/answer_stream.hpp"
#include "server/chat_form.hpp"
#include "server/errors.hpp"
#include "server/gathering_sink.hpp"
#include "server/make_format.hpp"
#include "server/replies.hpp"
#include "server/run_routes.hpp"
#include "server/visitor.hpp"

namespace parley::server {
namespace {

// Clients of dialect C have errors in a form of their own. `work` is over before the request goes.
asio::awaitable<result<void>> with_protocol_errors(asio::awaitable<result<void>> work, std::string request_id,
                                                   http::exchange& out, log_sink& log)
{
    auto done = co_await std::move(work);
    if (done || out.head_sent() || done.error().code == errc::cancelled) co_return done;
    const auto told = for_clients(done.error(), request_id, log);
    auto refusal = json_response(protocol_error_json(told, request_id) + "\n", http::status_of(told.code));
    if (told.retry_after.count() > 0)
        refusal.headers.set("Retry-After", std::to_string(told.retry_after.count()));
    co_return co_await out.send(std::move(refusal));
}

asio::awaitable<result<void>> in_dialect(dialect spoken, asio::awaitable<result<void>> work,
                                         const std::string& request_id, http::exchange& out, log_sink& log)
{
    if (spoken != dialect::c) return work;
    return with_protocol_errors(std::move(work), request_id, out, log);
}

// Of a request that cannot be read: as far as it says.
dialect dialect_of_refused(const http::request& request, dialect usual)
{
    const auto body = read_chat_body(request);
    const auto named = dialect_of(request, body ? *body : boost::json::object(), usual);
    return named ? *named : usual;
}

// Null: an ordinary stream, because it was not asked for more, or there are too many.
std::shared_ptr<runs::run> open_run(const chat_services& with, const http::request& request,
                                    const chat_request& wanted)
{
    if (with.runs == nullptr || wanted.reader != reader_plan::may_come_back || wanted.spoken != dialect::a)
        return nullptr;
    return with.runs->open(known_visitor(request.headers).value_or(""));
}

asio::awaitable<result<void>> send_whole(chat_services with, http::request request, chat_request wanted,
                                         http::exchange& out)
{
    const auto format = make_format(wanted, request.id);

    gathering_sink sink;
    const auto recorder = make_recorder(with.history, request, wanted, sink, with.log);
    auto& first = first_of(recorder.get(), sink);
    auto answered =
        co_await answer_in_turn(with.turns, with.rag, asker_of(request), std::move(wanted.asked), first);
    if (!answered) co_return answered.error();

    std::string steps;
    for (const auto& step : sink.steps) format->append_process(steps, step);
    auto whole = json_response(format->whole(sink.text, sink.sources, sink.done));
    co_return co_await out.send(std::move(whole));
}

}  // namespace

// No coroutine: the frame of one would hold the request for as long as the answer streams.
asio::awaitable<result<void>> stream_chat(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_chat_request(request, with.limits);
    if (!wanted)
        return in_dialect(dialect_of_refused(request, with.limits.usual), refuse(wanted.error()), request.id,
                          out, with.log);
    name_conversation(with.history, *wanted);
    if (auto run = open_run(with, request, *wanted))
        return stream_run(with, request, *std::move(wanted), std::move(run), out);
    std::unique_ptr<answer_stream> to(new answer_stream{
        request.id, {out, make_format(*wanted, request.id), with.beats, with.times}, out, with.log});
    to->recorder = make_recorder(with.history, request, *wanted, to->sink, with.log);
    auto work =
        answer_in_turn(with.turns, with.rag, asker_of(request), std::move(wanted->asked), to->first());
    return in_dialect(wanted->spoken, finish(std::move(to), std::move(work)), request.id, out, with.log);
}

asio::awaitable<result<void>> whole_chat(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_chat_request(request, with.limits);
    if (!wanted)
        return in_dialect(dialect_of_refused(request, with.limits.usual), refuse(wanted.error()), request.id,
                          out, with.log);
    name_conversation(with.history, *wanted);
    const auto spoken = wanted->spoken;
    const auto id = request.id;
    return in_dialect(spoken, send_whole(with, std::move(request), *std::move(wanted), out), id, out,
                      with.log);
}

}  // namespace parley::server
