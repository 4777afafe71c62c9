#include "server/answer_stream.hpp"

#include "server/errors.hpp"

namespace parley::server {

asio::awaitable<result<void>> finish(std::unique_ptr<answer_stream> to, asio::awaitable<result<void>> work)
{
    auto answered = co_await std::move(work);
    if (answered) co_return co_await to->sink.finish();
    const bool can_be_a_status = !to->out.head_sent() && !to->sink.has_words();
    if (can_be_a_status || answered.error().code == errc::cancelled) co_return answered.error();
    const auto told = for_clients(answered.error(), to->request_id, to->log);
    co_return co_await to->sink.fail(told, to->request_id);
}

}  // namespace parley::server
