#include "openai/detail/spoken_api.hpp"

#include "openai/detail/request_body.hpp"

namespace parley::openai {

std::string_view spoken_api::route() const
{
    return which_ == chat_api::responses ? "/responses" : "/chat/completions";
}

result<std::string> spoken_api::body_of(const chat_request& request, usage_reporting usage) const
{
    return which_ == chat_api::responses ? responses_body(request) : completions_body(request, usage);
}

std::unique_ptr<answer_decoder> spoken_api::make_decoder()
{
    if (which_ == chat_api::responses) return std::make_unique<responses_decoder>(responses_);
    return std::make_unique<chat_decoder>(chunks_);
}

result<whole_answer> spoken_api::read_whole(std::string body)
{
    const std::size_t bytes = body.size();
    body.resize(bytes + sse::spare_bytes);
    const auto json = std::string_view(body).substr(0, bytes);
    return which_ == chat_api::responses ? read_response(responses_, json) : read_completion(chunks_, json);
}

}  // namespace parley::openai
