#include "server/v1/responses.hpp"

#include "server/replies.hpp"
#include "server/v1/model_answer.hpp"
#include "server/v1/responses_format.hpp"

namespace parley::server::v1 {

asio::awaitable<result<void>> respond(const chat_services& with, const http::request& request,
                                      http::exchange& out)
{
    auto wanted = parse_responses_request(request, with.limits);
    if (!wanted) return refuse(wanted.error());
    auto format = std::make_unique<responses_format>(about_answer(request, wanted->model), *wanted);
    return answer_model_request(with, request, *std::move(wanted), std::move(format), out);
}

}  // namespace parley::server::v1
