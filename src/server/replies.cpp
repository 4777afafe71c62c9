#include "server/replies.hpp"

namespace parley::server {

http::response json_response(std::string body, unsigned status)
{
    return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

asio::awaitable<result<void>> send_json(std::string body, http::exchange& out)
{
    co_return co_await out.send(json_response(std::move(body)));
}

asio::awaitable<result<void>> refuse(error why)
{
    co_return why;
}

}  // namespace parley::server
