#include "server/v1/model_answer.hpp"

#include "server/answer_stream.hpp"
#include "server/gathering_sink.hpp"
#include "server/replies.hpp"

namespace parley::server::v1 {
namespace {

asio::awaitable<result<void>> send_whole(chat_services with, asker by, rag::question asked,
                                         std::unique_ptr<answer_format> as, http::exchange& out)
{
    gathering_sink sink;
    auto answered = co_await answer_in_turn(with.turns, with.rag, std::move(by), std::move(asked), sink);
    if (!answered) co_return answered.error();
    co_return co_await send_json(as->whole(sink.text, sink.sources, sink.done), out);
}

}  // namespace

// No coroutine: the frame of one would hold the request for as long as the answer streams.
asio::awaitable<result<void>> answer_model_request(const chat_services& with, const http::request& about,
                                                   model_request wanted, std::unique_ptr<answer_format> as,
                                                   http::exchange& out)
{
    if (wanted.how == delivery::whole)
        return send_whole(with, asker_of(about), std::move(wanted.asked), std::move(as), out);
    auto times = with.times;
    times.head_hold = times.heartbeat;  // its clients act on the status: they try a 429 again by themselves
    std::unique_ptr<answer_stream> to(
        new answer_stream{about.id, {out, std::move(as), with.beats, times}, out, with.log});
    auto work = answer_in_turn(with.turns, with.rag, asker_of(about), std::move(wanted.asked), to->first());
    return finish(std::move(to), std::move(work));
}

}  // namespace parley::server::v1
