#include "openai/chat.hpp"

#include "openai/chat_decoder.hpp"
#include "openai/detail/upstream.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace parley::openai {
namespace {

namespace json = boost::json;

std::string_view name_of(output_limit limit)
{
    return limit == output_limit::max_tokens ? "max_tokens" : "max_completion_tokens";
}

std::string body_of(const chat_request& request, usage_reporting reporting)
{
    json::array messages;
    for (const auto& [role, content] : request.messages)
        messages.push_back(json::object{{"role", role}, {"content", content}});
    json::object body{{"model", request.model}, {"messages", std::move(messages)}, {"stream", true}};
    if (reporting == usage_reporting::ask) body["stream_options"] = json::object{{"include_usage", true}};
    if (request.temperature) body["temperature"] = *request.temperature;
    if (request.output_tokens_max) body[name_of(request.limit_name)] = *request.output_tokens_max;
    return json::serialize(body);
}

// Decodes as it reads; dropping it drops the response, which closes the
// connection unless it had ended.
class wire_stream final : public chat_stream {
public:
    wire_stream(answer from, std::shared_ptr<chunk_parser> parser)
        : parser_(std::move(parser)),
          request_id_(std::move(from.request_id)),
          response_(std::move(from.stream)),
          decoder_(*parser_)
    {
    }

    asio::awaitable<result<std::optional<chat_piece>>> next() override
    {
        while (!decoder_.done()) {
            const auto bytes = co_await response_->read();
            const bool more = bytes && *bytes;
            chat_piece piece = more ? decoder_.feed(**bytes) : decoder_.finish();
            // Why the reading failed says more than that the answer is not complete.
            if (!bytes && decoder_.failure() && bytes.error().code != errc::closed)
                co_return with_request_id(bytes.error(), request_id_);
            if (!is_empty(piece)) co_return piece;
        }
        response_.reset();
        if (decoder_.failure()) co_return with_request_id(*decoder_.failure(), request_id_);
        co_return std::nullopt;
    }

private:
    std::shared_ptr<chunk_parser> parser_;
    std::string request_id_;
    std::unique_ptr<http::client_response> response_;
    chat_decoder decoder_;
};

// A whole answer at once, of a server that does not stream.
class whole_stream final : public chat_stream {
public:
    explicit whole_stream(chat_piece answer) : answer_(std::move(answer)) {}

    asio::awaitable<result<std::optional<chat_piece>>> next() override
    {
        co_return std::exchange(answer_, std::nullopt);
    }

private:
    std::optional<chat_piece> answer_;
};

using started = result<std::unique_ptr<chat_stream>>;

class endpoint_model final : public chat_model {
public:
    endpoint_model(http::client& client, endpoint where)
        : host_(client, std::move(where)), parser_(std::make_shared<chunk_parser>())
    {
    }

    asio::awaitable<started> start(chat_request request, deadline until) override
    {
        request.model = host_.model_name(request.model);
        call what{.route = "/chat/completions", .model = request.model, .wanted = reading::stream};
        what.body = body_of(request, host_.where().usage);
        request = {};
        auto got = co_await host_.ask(std::move(what), until);
        if (!got) co_return got.error();
        if (got->stream) co_return std::make_unique<wire_stream>(std::move(*got), parser_);
        auto whole = whole_answer(std::move(got->body));
        if (!whole) co_return with_request_id(whole.error(), got->request_id);
        co_return std::make_unique<whole_stream>(std::move(*whole));
    }

private:
    result<chat_piece> whole_answer(std::string body)
    {
        const std::size_t bytes = body.size();
        body.resize(bytes + sse::spare_bytes);
        chat_piece given;
        auto read = parser_->read(std::string_view(body).substr(0, bytes), given);
        if (!read) return read.error();
        if (!given.finish_reason)
            return error{errc::closed, "the model's answer ended early: it gave no finish reason"};
        return given;
    }

    upstream host_;
    std::shared_ptr<chunk_parser> parser_;
};

}  // namespace

std::unique_ptr<chat_model> connect(http::client& client, endpoint where)
{
    return std::make_unique<endpoint_model>(client, std::move(where));
}

}  // namespace parley::openai
