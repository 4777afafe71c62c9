#include "openai/chat.hpp"

#include "openai/detail/spoken_api.hpp"
#include "openai/detail/upstreams.hpp"

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

    asio::awaitable<result<std::unique_ptr<chat_piece>>> next() override
    {
        while (!decoder_->done()) {
            const auto bytes = co_await response_->read();
            const bool more = bytes && *bytes;
            auto piece = std::make_unique<chat_piece>(more ? decoder_->feed(**bytes) : decoder_->finish());
            // Why the reading failed says more than that the answer is not complete.
            if (!bytes && decoder_->failure() && bytes.error().code != errc::closed)
                co_return with_request_id(bytes.error(), request_id_);
            if (!is_empty(*piece)) co_return piece;
        }
        response_.reset();
        if (decoder_->failure()) co_return with_request_id(*decoder_->failure(), request_id_);
        if (const auto& refused = decoder_->refused())
            co_return with_request_id(api_->explain(*refused), request_id_);
        co_return nullptr;
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
        : piece_(std::make_unique<chat_piece>(std::move(answer.piece))), origin_(std::move(answer.origin))
    {
    }

    asio::awaitable<result<std::unique_ptr<chat_piece>>> next() override { co_return std::move(piece_); }

    const answer_origin& origin() const override { return origin_; }

private:
    std::unique_ptr<chat_piece> piece_;
    answer_origin origin_;
};

// A person reads when to come back, too.
error with_wait(error problem)
{
    if (problem.retry_after.count() > 0)
        problem.detail += "; ask again in " + std::to_string(problem.retry_after.count()) + " s";
    return problem;
}

using started = result<std::unique_ptr<chat_stream>>;

class wire_model final : public chat_model {
public:
    wire_model(http::client& client, std::vector<endpoint> in_order) : hosts_(client, std::move(in_order))
    {
        for (std::size_t i = 0; i < hosts_.size(); ++i)
            apis_.push_back(std::make_shared<spoken_api>(hosts_.where(i)));
    }

    asio::awaitable<started> start(chat_request request, deadline until) override
    {
        const std::string model = request.model;
        call_for make = [this, &request](std::size_t host, const std::string& name) {
            return call_of(request, host, name);
        };
        auto got = co_await hosts_.ask(model, std::move(make), until);
        if (!got) co_return with_wait(got.error());
        const auto& api = apis_[got->from];
        if (got->stream) co_return std::make_unique<wire_stream>(std::move(*got), api);
        auto whole = api->read_whole(std::move(got->body));
        if (!whole) co_return with_request_id(whole.error(), got->request_id);
        if (whole->refused) co_return with_request_id(api->explain(*whole->refused), got->request_id);
        co_return std::make_unique<whole_stream>(std::move(*whole));
    }

private:
    result<call> call_of(chat_request& request, std::size_t host, const std::string& model_name) const
    {
        request.model = model_name;
        auto body = apis_[host]->body_of(request, hosts_.where(host).usage);
        if (!body) return body.error();
        auto* const setbacks = request.setbacks;
        const auto wanted = request.how == delivery::streamed ? reading::stream : reading::whole;
        // While the answer is awaited, one copy of the question is enough.
        if (hosts_.size() == 1) request = {};
        return call{.route = std::string(apis_[host]->route()),
                    .model = model_name,
                    .body = *std::move(body),
                    .wanted = wanted,
                    .setbacks = setbacks};
    }

    upstreams hosts_;
    std::vector<std::shared_ptr<spoken_api>> apis_;  // of each host
};

}  // namespace

std::unique_ptr<chat_model> connect(http::client& client, endpoint where)
{
    std::vector<endpoint> only;
    only.push_back(std::move(where));
    return connect(client, std::move(only));
}

std::unique_ptr<chat_model> connect(http::client& client, std::vector<endpoint> in_order)
{
    return std::make_unique<wire_model>(client, std::move(in_order));
}

}  // namespace parley::openai
