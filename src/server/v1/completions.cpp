#include "server/v1/completions.hpp"

#include "server/replies.hpp"
#include "server/v1/completion_format.hpp"
#include "server/v1/model_answer.hpp"

namespace parley::server::v1 {

asio::awaitable<result<void>> complete(const chat_services& with, const http::request& request,
                                       http::exchange& out)
{
    auto wanted = parse_completion_request(request, with.limits);
    if (!wanted) return refuse(wanted.error());
    auto format = std::make_unique<completion_format>(about_answer(request, wanted->model), wanted->usage);
    return answer_model_request(with, request, *std::move(wanted), std::move(format), out);
}

}  // namespace parley::server::v1
