// Makes one call with parley::openai, as the job on its command line (JSON) says, and writes what came of it.
//
// The calls are those of openai_cases.py, word for word; the official clients are driven with the same job.
#include "base/run_on_loop.hpp"
#include "openai/chat.hpp"
#include "openai/embeddings.hpp"
#include "openai/models.hpp"

#include <boost/json.hpp>

#include <iostream>

using namespace parley;
namespace json = boost::json;

namespace {

constexpr auto patience = std::chrono::minutes(1);

constexpr const char* weather_schema = R"({"type":"object","properties":{"city":{"type":"string"}},)"
                                       R"("required":["city"],"additionalProperties":false})";

// Hands out the job's tokens, the next one when the last was refused.
class told_tokens final : public identity::bearer_tokens {
public:
    explicit told_tokens(const json::array& texts)
    {
        for (const auto& each : texts)
            tokens_.push_back(std::make_shared<const identity::access_token>(
                identity::access_token{secret(each.as_string().c_str()), identity::wall_time()}));
    }

    std::shared_ptr<const identity::access_token> at_hand() override
    {
        return tokens_.empty() ? nullptr : tokens_.front();
    }
    asio::awaitable<result<std::shared_ptr<const identity::access_token>>> get(deadline) override
    {
        if (tokens_.empty()) co_return error{errc::credential_unavailable, "there are no more tokens"};
        co_return tokens_.front();
    }
    void reject(const identity::access_token&) override { tokens_.erase(tokens_.begin()); }

private:
    std::vector<std::shared_ptr<const identity::access_token>> tokens_;
};

std::string text_of(const json::object& job, std::string_view name)
{
    const auto* value = job.if_contains(name);
    return value != nullptr ? std::string(value->as_string()) : std::string();
}

openai::host_style style_of(std::string_view name)
{
    if (name == "azure_v1") return openai::host_style::azure_v1;
    if (name == "azure_legacy") return openai::host_style::azure_legacy;
    return openai::host_style::openai;
}

openai::function_tool weather_tool()
{
    return {.name = "weather",
            .description = "The weather of a city",
            .parameters = weather_schema,
            .check = openai::schema_check::strict};
}

// A conversation in which a tool was called and answered.
std::vector<openai::message> conversation()
{
    openai::message asked{.role = "assistant"};
    asked.tool_calls.push_back({"call_1", "weather", R"({"city":"Oslo"})"});
    openai::message answered{.role = "tool", .content = "12 degrees"};
    answered.tool_call_id = "call_1";
    openai::message picture{.role = "user", .content = "And here?"};
    picture.parts.push_back(openai::image_part{"https://example.org/a.png", "low"});
    return {{.role = "developer", .content = "Be brief."},
            {.role = "user", .content = "Is it cold in Oslo? \"é\n"},
            std::move(asked),
            std::move(answered),
            std::move(picture)};
}

openai::chat_request request_of(const json::object& job)
{
    const std::string call = text_of(job, "call");
    openai::chat_request request{.model = text_of(job, "model")};
    request.how = call.ends_with("whole") ? openai::delivery::whole : openai::delivery::streamed;
    request.messages = {{.role = "system", .content = "Be brief."}, {.role = "user", .content = "Hello"}};
    if (!call.starts_with("tools")) return request;
    request.messages = conversation();
    request.temperature = 0.5;
    request.top_p = 0.9;
    request.output_tokens_max = 100;
    request.limit_name = openai::output_limit::max_completion_tokens;
    request.tools = {weather_tool()};
    request.only_tool = "weather";
    request.json = openai::json_answer{weather_schema, "weather", openai::schema_check::strict};
    request.reasoning.effort = "low";
    if (text_of(job, "api") == "responses") return request;
    request.seed = 7;
    request.stop = {"END"};
    return request;
}

json::object failed(const error& problem)
{
    return {{"outcome", "error"}, {"message", std::string(name_of(problem.code)) + ": " + problem.detail}};
}

asio::awaitable<result<json::object>> chat(http::client& client, openai::endpoint where,
                                           openai::chat_request request)
{
    const auto until = deadline_after(patience);
    const auto model = openai::connect(client, std::move(where));
    auto stream = co_await model->start(std::move(request), until);
    if (!stream) co_return stream.error();
    std::string text, finish;
    std::int64_t tokens = 0;
    for (;;) {
        auto piece = co_await finish_before(until, (*stream)->next());
        if (!piece) co_return piece.error();
        if (!*piece) break;
        text += (*piece)->text;
        if ((*piece)->finish_reason) finish = *(*piece)->finish_reason;
        if ((*piece)->used) tokens = (*piece)->used->total_tokens;
    }
    co_return json::object{{"outcome", "answer"}, {"text", text}, {"finish", finish}, {"tokens", tokens}};
}

asio::awaitable<result<json::object>> embed(http::client& client, openai::endpoint where, std::string model,
                                            std::optional<int> dimensions)
{
    openai::embedding_request request{.model = std::move(model), .texts = {"one", "two"}};
    request.dimensions = dimensions;
    const auto models = openai::connect_embeddings(client, std::move(where));
    const auto made = co_await models->embed(std::move(request), deadline_after(patience));
    if (!made) co_return made.error();
    json::array vectors;
    for (const auto& each : made->vectors) vectors.push_back(json::value_from(each));
    co_return json::object{{"outcome", "answer"}, {"vectors", vectors}, {"tokens", made->prompt_tokens}};
}

asio::awaitable<result<json::object>> list(http::client& client, openai::endpoint where)
{
    const auto models = co_await openai::list_models(client, std::move(where), deadline_after(patience));
    if (!models) co_return models.error();
    json::array names;
    for (const auto& each : *models) names.emplace_back(each.id);
    co_return json::object{{"outcome", "answer"}, {"models", names}};
}

asio::awaitable<result<json::object>> find(http::client& client, openai::endpoint where, std::string id)
{
    const auto model =
        co_await openai::find_model(client, std::move(where), std::move(id), deadline_after(patience));
    if (!model) co_return model.error();
    json::array names{json::string(model->id)};
    co_return json::object{{"outcome", "answer"}, {"models", names}};
}

// The client ends with the call: an idle connection of its pool would keep the loop running.
asio::awaitable<result<json::object>> make_call(openai::endpoint where, json::object job)
{
    const auto loop = co_await asio::this_coro::executor;
    http::client client(loop, {}, {});
    const std::string call = text_of(job, "call"), model = text_of(job, "model");
    if (call == "models") co_return co_await list(client, std::move(where));
    if (call == "model") co_return co_await find(client, std::move(where), model);
    if (call == "embeddings") co_return co_await embed(client, std::move(where), model, std::nullopt);
    if (call == "embeddings shortened") co_return co_await embed(client, std::move(where), model, 2);
    co_return co_await chat(client, std::move(where), request_of(job));
}

}  // namespace

int main(int count, char** words)
{
    if (count != 2) {
        std::cerr << "usage: openai_probe JOB\n";
        return 2;
    }
    const json::object job = json::parse(words[1]).as_object();
    openai::endpoint where{.base_url = text_of(job, "base_url"), .style = style_of(text_of(job, "style"))};
    if (text_of(job, "api") == "responses") where.api = openai::chat_api::responses;
    if (const auto version = text_of(job, "api_version"); !version.empty()) where.api_version = version;
    told_tokens tokens(job.contains("tokens") ? job.at("tokens").as_array() : json::array());
    if (job.contains("tokens"))
        where.credentials = &tokens;
    else if (job.contains("key"))
        where.credentials = secret(text_of(job, "key"));

    asio::io_context loop;
    const auto outcome = run_on_loop(loop, make_call(std::move(where), job));
    std::cout << json::serialize(outcome ? *outcome : failed(outcome.error())) << "\n";
    return 0;
}
