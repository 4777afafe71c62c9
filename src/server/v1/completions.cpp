#include "server/v1/completions.hpp"

#include "server/answer_stream.hpp"
#include "server/gathering_sink.hpp"
#include "server/v1/completion_format.hpp"

namespace parley::server::v1 {
namespace {

constexpr std::string_view model_json = R"({"id":"parley","object":"model","created":0,"owned_by":"parley"})";

std::int64_t now_in_seconds()
{
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

// What links to documents begin with: where the client found us.
std::string origin_of(const http::request& request)
{
    const auto scheme = request.headers.find("x-forwarded-proto").value_or("http");
    const auto host = request.headers.find("host").value_or("localhost");
    return std::string(scheme == "https" ? "https" : "http") + "://" + std::string(host);
}

completion_format format_for(const completion_request& wanted, const http::request& request)
{
    return completion_format({request.id, wanted.model, origin_of(request), now_in_seconds(), wanted.usage});
}

http::response json_response(std::string body)
{
    return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

asio::awaitable<result<void>> refuse(error why)
{
    co_return why;
}

asio::awaitable<result<void>> send_whole(chat_services with, completion_request wanted,
                                         completion_format format, deadline until, http::exchange& out)
{
    gathering_sink sink;
    auto answered = co_await rag::answer(with.rag, std::move(wanted.asked), sink, until);
    if (!answered) co_return answered.error();
    auto whole = json_response(format.whole(sink.text, sink.sources, sink.done));
    co_return co_await out.send(std::move(whole));
}

// No coroutine: the frame of one would hold the request for as long as the answer streams.
asio::awaitable<result<void>> complete(chat_services with, http::request request, http::exchange& out)
{
    auto wanted = parse_completion_request(request, with.limits);
    if (!wanted) return refuse(wanted.error());
    auto format = format_for(*wanted, request);
    if (wanted->how == delivery::whole)
        return send_whole(with, *std::move(wanted), std::move(format), request.until, out);
    std::unique_ptr<answer_stream> to(new answer_stream{
        request.id,
        {out, std::make_unique<completion_format>(std::move(format)), with.beats, with.times},
        out,
        with.log});
    auto work = rag::answer(with.rag, std::move(wanted->asked), to->first(), request.until);
    return finish(std::move(to), std::move(work));
}

asio::awaitable<result<void>> send_json(std::string body, http::exchange& out)
{
    co_return co_await out.send(json_response(std::move(body)));
}

}  // namespace

std::vector<http::route> completion_routes(const chat_services& with)
{
    const auto completions = [with](http::request request, http::exchange& out) {
        return complete(with, std::move(request), out);
    };
    const auto models = [](http::request, http::exchange& out) {
        return send_json(R"({"object":"list","data":[)" + std::string(model_json) + "]}\n", out);
    };
    const auto model = [](http::request, http::exchange& out) {
        return send_json(std::string(model_json) + "\n", out);
    };
    return {{"POST", "/v1/chat/completions", completions},
            {"GET", "/v1/models", models},
            {"GET", "/v1/models/parley", model}};
}

}  // namespace parley::server::v1
