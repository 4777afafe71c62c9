#include "openai/chat.hpp"

#include "openai/chat_decoder.hpp"
#include "openai/detail/problem.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr int tries_max = 3;
constexpr auto retry_wait_max = 60s;                  // a longer wait is the user's business
constexpr std::size_t problem_bytes_max = 64 * 1024;  // of a body that says what went wrong
constexpr std::size_t completion_bytes_max = 16 * 1024 * 1024;

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

// The base with the route behind its path; a query (`?api-version=…`) stays at the end.
std::string url_below(std::string_view base, std::string_view route)
{
    const std::size_t query = std::min(base.find('?'), base.size());
    std::string_view path = base.substr(0, query);
    while (path.ends_with('/')) path.remove_suffix(1);
    return std::string(path) + std::string(route) + std::string(base.substr(query));
}

// Decodes as it reads; dropping it drops the response, which closes the connection unless it had ended.
class wire_stream final : public chat_stream {
public:
    wire_stream(std::unique_ptr<http::client_response> response, std::shared_ptr<chunk_parser> parser)
        : parser_(std::move(parser)), response_(std::move(response)), decoder_(*parser_)
    {
    }

    asio::awaitable<result<std::optional<chat_piece>>> next() override
    {
        while (!decoder_.done()) {
            const auto bytes = co_await response_->read();
            const bool more = bytes && *bytes;
            chat_piece piece = more ? decoder_.feed(**bytes) : decoder_.finish();
            // Why the reading failed says more than that the answer is not complete.
            if (!bytes && decoder_.failure() && bytes.error().code != errc::closed) co_return bytes.error();
            if (!is_empty(piece)) co_return piece;
        }
        response_.reset();
        if (decoder_.failure()) co_return *decoder_.failure();
        co_return std::nullopt;
    }

private:
    std::shared_ptr<chunk_parser> parser_;
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

// A failure before the first byte, and how long the upstream asks us to wait.
struct failed_try {
    error what;
    std::optional<std::chrono::milliseconds> wait = {};
};

error explained(error problem)
{
    if (problem.code == errc::unreachable)
        problem.detail += "; is the model server running? OPENAI_BASE_URL says where it is";
    return problem;
}

bool may_pass(const failed_try& failure)
{
    const errc code = failure.what.code;
    return code == errc::upstream_busy || code == errc::unreachable || code == errc::closed;
}

class endpoint_model final : public chat_model {
public:
    endpoint_model(http::client& client, endpoint where)
        : client_(client),
          where_(std::move(where)),
          url_(url_below(where_.base_url, "/chat/completions")),
          parser_(std::make_shared<chunk_parser>())
    {
    }

    asio::awaitable<started> start(chat_request request, deadline until) override
    {
        const std::string body = body_of(request, where_.usage);
        request = {};
        auto own_wait = where_.retry_wait;
        for (int tries = 1;; ++tries) {
            std::optional<failed_try> failure;
            auto stream = co_await try_once(body, until, failure);
            if (stream) co_return stream;
            const auto wait = failure->wait.value_or(own_wait);
            const bool fits = std::chrono::steady_clock::now() + wait < until && wait <= retry_wait_max;
            if (tries == tries_max || !may_pass(*failure) || !fits) co_return given_up(std::move(*failure));
            if (!co_await pause(wait)) co_return error{errc::cancelled, "stopped while waiting to ask again"};
            own_wait *= 2;
        }
    }

private:
    asio::awaitable<std::unique_ptr<chat_stream>> try_once(const std::string& body, deadline until,
                                                           std::optional<failed_try>& failure)
    {
        http::client_request request{
            .method = "POST",
            .url = url_,
            .headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}},
            .bearer = where_.api_key,
            .body = body};
        auto response = co_await client_.start(std::move(request), until);
        if (!response) {
            failure = failed_try{explained(response.error())};
            co_return nullptr;
        }
        if ((*response)->status() != 200) {
            failure = co_await refusal(**response, until);
            co_return nullptr;
        }
        const std::string_view type = (*response)->headers().find("Content-Type").value_or("");
        if (type.starts_with("text/html")) {
            failure = failed_try{error{
                errc::malformed,
                "a web page came instead of an answer; correct OPENAI_BASE_URL (often it ends in /v1)"}};
            co_return nullptr;
        }
        if (!type.starts_with("application/json"))
            co_return std::make_unique<wire_stream>(std::move(*response), parser_);
        auto whole = co_await whole_answer(**response, until);
        if (whole) co_return std::make_unique<whole_stream>(std::move(*whole));
        failure = failed_try{whole.error()};
        co_return nullptr;
    }

    static asio::awaitable<failed_try> refusal(http::client_response& response, deadline until)
    {
        const http::fields headers = response.headers();
        // A body that does not come in time still leaves us the status.
        const auto body = co_await finish_before(until, http::read_all(response, problem_bytes_max));
        const std::string text = body ? *body : std::string();
        failed_try failure{describe(facts_of(response.status(), headers, text)), wait_of(headers)};
        co_return failure;
    }

    asio::awaitable<result<chat_piece>> whole_answer(http::client_response& response, deadline until)
    {
        auto body = co_await finish_before(until, http::read_all(response, completion_bytes_max));
        if (!body) co_return body.error();
        const std::size_t bytes = body->size();
        body->resize(bytes + sse::spare_bytes);
        chat_piece answer;
        auto read = parser_->read(std::string_view(*body).substr(0, bytes), answer);
        if (!read) co_return read.error();
        if (!answer.finish_reason)
            co_return error{errc::closed, "the model's answer ended early: it gave no finish reason"};
        co_return answer;
    }

    static error given_up(failed_try failure)
    {
        if (failure.wait) failure.what.retry_after = std::chrono::ceil<std::chrono::seconds>(*failure.wait);
        return std::move(failure.what);
    }

    // False when the caller was cancelled meanwhile.
    static asio::awaitable<bool> pause(std::chrono::milliseconds wait)
    {
        asio::steady_timer timer(co_await asio::this_coro::executor, wait);
        const auto [ec] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        co_return !ec;
    }

    http::client& client_;
    endpoint where_;
    std::string url_;
    std::shared_ptr<chunk_parser> parser_;
};

}  // namespace

std::unique_ptr<chat_model> connect(http::client& client, endpoint where)
{
    return std::make_unique<endpoint_model>(client, std::move(where));
}

}  // namespace parley::openai
