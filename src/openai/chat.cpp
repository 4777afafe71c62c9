#include "openai/chat.hpp"

#include "openai/detail/spoken_api.hpp"
#include "openai/detail/upstream.hpp"

namespace parley::openai {
namespace {

// Decodes as it reads; dropping it drops the response, which closes the connection unless it had ended.
class wire_stream final : public chat_stream {
public:
    wire_stream(answer from, std::shared_ptr<spoken_api> api)
        : api_(std::move(api)),
          request_id_(std::move(from.request_id)),
          response_(std::move(from.stream)),
          decoder_(api_->make_decoder())
    {
    }

    asio::awaitable<result<std::optional<chat_piece>>> next() override
    {
        while (!decoder_->done()) {
            const auto bytes = co_await response_->read();
            const bool more = bytes && *bytes;
            chat_piece piece = more ? decoder_->feed(**bytes) : decoder_->finish();
            // Why the reading failed says more than that the answer is not complete.
            if (!bytes && decoder_->failure() && bytes.error().code != errc::closed)
                co_return with_request_id(bytes.error(), request_id_);
            if (!is_empty(piece)) co_return piece;
        }
        response_.reset();
        if (decoder_->failure()) co_return with_request_id(*decoder_->failure(), request_id_);
        co_return std::nullopt;
    }

    const answer_origin& origin() const override { return decoder_->origin(); }

private:
    std::shared_ptr<spoken_api> api_;
    std::string request_id_;
    std::unique_ptr<http::client_response> response_;
    std::unique_ptr<answer_decoder> decoder_;
};

// A whole answer at once, of a server that does not stream.
class whole_stream final : public chat_stream {
public:
    explicit whole_stream(whole_answer answer)
        : piece_(std::move(answer.piece)), origin_(std::move(answer.origin))
    {
    }

    asio::awaitable<result<std::optional<chat_piece>>> next() override
    {
        co_return std::exchange(piece_, std::nullopt);
    }

    const answer_origin& origin() const override { return origin_; }

private:
    std::optional<chat_piece> piece_;
    answer_origin origin_;
};

using started = result<std::unique_ptr<chat_stream>>;

class endpoint_model final : public chat_model {
public:
    endpoint_model(http::client& client, endpoint where)
        : host_(client, std::move(where)), api_(std::make_shared<spoken_api>(host_.where().api))
    {
    }

    asio::awaitable<started> start(chat_request request, deadline until) override
    {
        request.model = host_.model_name(request.model);
        auto body = api_->body_of(request, host_.where().usage);
        if (!body) co_return body.error();
        call what{.route = std::string(api_->route()), .model = request.model, .wanted = reading::stream};
        what.body = *std::move(body);
        request = {};
        auto got = co_await host_.ask(std::move(what), until);
        if (!got) co_return got.error();
        if (got->stream) co_return std::make_unique<wire_stream>(std::move(*got), api_);
        auto whole = api_->read_whole(std::move(got->body));
        if (!whole) co_return with_request_id(whole.error(), got->request_id);
        co_return std::make_unique<whole_stream>(std::move(*whole));
    }

private:
    upstream host_;
    std::shared_ptr<spoken_api> api_;
};

}  // namespace

std::unique_ptr<chat_model> connect(http::client& client, endpoint where)
{
    return std::make_unique<endpoint_model>(client, std::move(where));
}

}  // namespace parley::openai
