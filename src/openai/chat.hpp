// Asks a model, over Chat Completions or Responses, against OpenAI, Azure or any compatible endpoint.
//
// A stream that ends before it said why it finished is errc::closed, never an answer. Errors name the
// setting to change and carry the service's codes, never its prose: that may quote what a user wrote.
//
//     auto stream = co_await model.start(request, until);
//     if (!stream) co_return stream.error();
//     for (;;) {
//         auto piece = co_await (*stream)->next();
//         if (!piece) co_return piece.error();
//         if (!*piece) break;
//         text += (*piece)->text;
//     }
//
// Not done: several choices, responses that the service stores or runs in the background.
#pragma once

#include "http/client.hpp"
#include "openai/chat_piece.hpp"
#include "openai/endpoint.hpp"

namespace parley::openai {

class chat_stream {
public:
    virtual ~chat_stream() = default;
    // The next piece, or null after the terminal event. Destroying the stream stops the model.
    // On the heap, as thousands of streams wait at a time, and a frame would hold room for a piece meanwhile.
    virtual asio::awaitable<result<std::unique_ptr<chat_piece>>> next() = 0;

    // Known when the first piece has come.
    virtual const answer_origin& origin() const
    {
        static const answer_origin unknown;
        return unknown;
    }
};

class chat_model {
public:
    virtual ~chat_model() = default;
    // Returns when the model has begun to answer. Failures that may pass are tried again as
    // `endpoint::retries` says, if the wait that is asked for fits before `until`; else errc::upstream_busy
    // with `retry_after`.
    virtual asio::awaitable<result<std::unique_ptr<chat_stream>>> start(chat_request request,
                                                                        deadline until) = 0;
};

// `client` outlives the model; both belong to one loop.
std::unique_ptr<chat_model> connect(http::client& client, endpoint where);

// Several hosts of the model, the preferred one first, which may speak different APIs. One that is busy,
// broken or out of reach before the first byte of an answer is passed over, and again until its pause has
// ended.
std::unique_ptr<chat_model> connect(http::client& client, std::vector<endpoint> in_order);

}  // namespace parley::openai
