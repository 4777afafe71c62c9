#include "mock/wire/request_reader.hpp"

#include "mock/key_hash.hpp"
#include "mock/wire/test_scripts.hpp"

namespace parley::mock {
namespace {

constexpr const char* chat_path = "/v1/chat/completions";

std::string chat(std::string_view members)
{
    return R"({"model":"m","messages":[{"role":"user","content":"Q"}])" + std::string(members) + "}";
}

std::string chat_of(std::string_view messages)
{
    return R"({"model":"m","messages":)" + std::string(messages) + "}";
}

// `param|code|message` of the refusal; empty when there is none.
std::string refusal(http::request from, const reader_settings& settings = {})
{
    const auto outcome = read_request(std::move(from), settings);
    if (!outcome.refused) return {};
    const auto& why = *outcome.refused;
    return std::to_string(why.status) + "|" + why.param + "|" + why.code;
}

std::string refused_chat(std::string body)
{
    return refusal(post(chat_path, std::move(body)));
}

std::string refused_responses(std::string body)
{
    return refusal(post("/v1/responses", std::move(body)));
}

TEST(RequestReader, ReadsWhatAChatAsks)
{
    const auto what = read_good(post(chat_path, R"({
        "model":"gpt-4.1","stream":true,"stream_options":{"include_usage":true},"n":2,"max_tokens":50,
        "tools":[{"type":"function","function":{"name":"search","parameters":{"type":"object"}}}],
        "tool_choice":{"type":"function","function":{"name":"search"}},
        "messages":[{"role":"developer","content":"Be brief."},
                    {"role":"user","content":[{"type":"text","text":"One"},{"type":"text","text":"two"},
                                              {"type":"image_url","image_url":{"url":"data:,"}}]},
                    {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                     "function":{"name":"search","arguments":"{}"}}]},
                    {"role":"tool","tool_call_id":"c1","content":"Found."}]})"));
    EXPECT_EQ(what.at, endpoint::chat);
    EXPECT_EQ(what.model, "gpt-4.1");
    EXPECT_TRUE(what.stream);
    EXPECT_TRUE(what.wants_usage);
    EXPECT_EQ(what.choices, 2U);
    EXPECT_EQ(what.output_tokens_max, 50U);
    EXPECT_EQ(what.tools, std::vector<std::string>{"search"});
    EXPECT_EQ(what.tool_choice, "search");
    ASSERT_EQ(what.messages.size(), 4U);
    EXPECT_EQ(what.messages[1], (said{.role = "user", .text = "One\ntwo", .has_image = true}));
    EXPECT_EQ(what.messages[3], (said{.role = "tool", .text = "Found.", .tool_call_id = "c1"}));
}

TEST(RequestReader, ReadsWhatAResponseAsks)
{
    const auto what = read_good(post("/v1/responses", R"({
        "model":"m","instructions":"Be brief.","max_output_tokens":64,
        "tools":[{"type":"function","name":"now","parameters":{"type":"object"}},{"type":"web_search"}],
        "text":{"format":{"type":"json_schema","name":"s","schema":{"type":"object"}}},
        "input":[{"role":"user","content":[{"type":"input_text","text":"Q"}]},
                 {"type":"function_call","call_id":"c1","name":"now","arguments":"{}"},
                 {"type":"function_call_output","call_id":"c1","output":"12:00"}]})"));
    EXPECT_EQ(what.at, endpoint::responses);
    ASSERT_EQ(what.messages.size(), 4U);
    EXPECT_EQ(what.messages[0], (said{.role = "system", .text = "Be brief."}));
    EXPECT_EQ(what.messages[1], (said{.role = "user", .text = "Q"}));
    EXPECT_EQ(what.messages[3], (said{.role = "tool", .text = "12:00", .tool_call_id = "c1"}));
    EXPECT_EQ(what.tools, (std::vector<std::string>{"now", "web_search"}));
    EXPECT_EQ(what.response_format, "json_schema");
    EXPECT_EQ(what.json_schema, R"({"type":"object"})");
    EXPECT_EQ(what.output_tokens_max, 64U);
}

TEST(RequestReader, ReadsWhatIsToBeEmbedded)
{
    const auto what = read_good(post("/v1/embeddings", R"({"model":"text-embedding-3-small","dimensions":256,
        "encoding_format":"base64","input":["One",[1,2,3]]})"));
    EXPECT_EQ(what.input, (std::vector<std::string>{"One", "tokens:1,2,3"}));
    EXPECT_EQ(what.dimensions, 256U);
    EXPECT_EQ(what.vectors, asked::number_format::base64);
}

TEST(RequestReader, TellsHostsApartByTheirPaths)
{
    EXPECT_EQ(read_good(post(chat_path, chat(""))).style, host_style::openai);
    EXPECT_EQ(read_good(post("/openai/v1/chat/completions", chat(""))).style, host_style::azure_v1);
    const auto legacy = read_good(
        post("/openai/deployments/my-gpt/chat/completions", chat(""), {}, "api-version=2024-10-21"));
    EXPECT_EQ(legacy.style, host_style::azure_legacy);
    EXPECT_EQ(legacy.model, "my-gpt");
    EXPECT_EQ(read_good(post("/openai/responses", R"({"model":"m","input":"Q"})", {}, "api-version=1")).at,
              endpoint::responses);
    EXPECT_EQ(refusal(post("/openai/deployments/my-gpt/chat/completions", chat(""))), "404||404");
    for (const auto* query : {"api-version=", "xapi-version=1", "a=1&api-version=&b=2"})
        EXPECT_EQ(refusal(post("/openai/deployments/my-gpt/chat/completions", chat(""), {}, query)),
                  "404||404")
            << query;
    EXPECT_EQ(read_good(get("/v1/models/ft:gpt/x")).model, "ft:gpt/x");
    EXPECT_TRUE(is_model_path("/v1/embeddings"));
    EXPECT_FALSE(is_model_path("/chat/completions"));  // nor does OpenAI know it
    EXPECT_FALSE(is_model_path("/__mock/health"));
    EXPECT_FALSE(is_model_path("/openai/deployments//chat/completions"));
}

// curl -d without a header sends a form: it was answered here, and refused by the service.
TEST(RequestReader, RefusesABodyThatIsNotSaidToBeJson)
{
    const auto said_to_be = [](std::string_view type) {
        return post(chat_path, chat(""), {{"Content-Type", std::string(type)}});
    };
    for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""})
        EXPECT_EQ(refusal(said_to_be(type)), "400||unsupported_content_type") << type;
    for (const auto* type : {"application/json; charset=utf-8", "Application/JSON"})
        EXPECT_FALSE(read_request(said_to_be(type), {}).refused) << type;
    auto without = post(chat_path, chat(""));
    without.headers = {};
    EXPECT_EQ(refusal(without), "400||unsupported_content_type");
    reader_settings warning;
    warning.check = reader_settings::checks::warn;
    EXPECT_NE(read_request(without, warning).warning.find("application/json"), std::string::npos);
}

TEST(RequestReader, RefusesOtherPathsAndMethods)
{
    EXPECT_EQ(refusal(post("/v1/nothing", "{}")), "404||");
    EXPECT_EQ(refusal(get(chat_path)), "405||method_not_supported");
    EXPECT_EQ(refusal(post("/v1/models", "{}")), "405||method_not_supported");
}

TEST(RequestReader, KeepsOnlyTheHashOfAKey)
{
    for (const http::fields& headers : {http::fields{{"Authorization", "Bearer sk-1"}, {"X-Mock-Scope", "a"}},
                                        http::fields{{"API-Key", "sk-1"}, {"x-mock-scope", "a"}}}) {
        const auto what = read_good(post(chat_path, chat(""), headers));
        EXPECT_EQ(what.key_hash, key_hash("sk-1"));
        EXPECT_EQ(what.scope, "a");
        for (const auto& [name, value] : what.headers)
            EXPECT_EQ(value.find("sk-1"), std::string::npos) << name;
    }
}

TEST(RequestReader, RefusesAWrongKeyAndAMissingOneWhereOneIsWanted)
{
    const http::fields good = {{"Authorization", "Bearer sk-1"}};
    const http::fields bad = {{"Authorization", "Bearer sk-2"}};
    const reader_settings known{.accepted_keys = {"sk-1"}};
    const reader_settings any{.keys = reader_settings::credentials::required};
    EXPECT_EQ(refusal(post(chat_path, chat(""), good), known), "");
    EXPECT_EQ(refusal(post(chat_path, chat(""), bad), known), "401||");
    EXPECT_EQ(refusal(post(chat_path, chat("")), known), "401||");
    EXPECT_EQ(refusal(post(chat_path, chat(""), bad), any), "");
    EXPECT_EQ(refusal(post(chat_path, chat("")), any), "401||");
}

TEST(RequestReader, RefusesABodyThatIsNoJsonObject)
{
    EXPECT_EQ(refused_chat("{"), "400||");
    EXPECT_EQ(refused_chat("[]"), "400||");
    EXPECT_EQ(refused_chat(""), "400||");
}

TEST(RequestReader, RefusesAMissingOrUnknownModel)
{
    EXPECT_EQ(refused_chat(R"({"messages":[]})"), "400||");
    EXPECT_EQ(refused_chat(R"({"model":5,"messages":[]})"), "400|model|invalid_type");
    EXPECT_EQ(refusal(post(chat_path, chat("")), {.models = {"other"}}), "404||model_not_found");
}

TEST(RequestReader, RefusesMessagesThatAreNone)
{
    EXPECT_EQ(refused_chat(R"({"model":"m"})"), "400|messages|missing_required_parameter");
    EXPECT_EQ(refused_chat(chat_of("[]")), "400|messages|empty_array");
    EXPECT_EQ(refused_chat(chat_of("\"Q\"")), "400|messages|invalid_type");
    EXPECT_EQ(refused_chat(chat_of("[5]")), "400|messages[0]|invalid_type");
    EXPECT_EQ(refused_chat(chat_of(R"([{"content":"Q"}])")),
              "400|messages[0].role|missing_required_parameter");
    EXPECT_EQ(refused_chat(chat_of(R"([{"role":"bot","content":"Q"}])")),
              "400|messages[0].role|invalid_value");
    EXPECT_EQ(refused_chat(chat_of(R"([{"role":"user"}])")),
              "400|messages[0].content|missing_required_parameter");
    EXPECT_EQ(refused_chat(chat_of(R"([{"role":"user","content":null}])")),
              "400|messages[0].content|invalid_type");
    EXPECT_EQ(refused_chat(chat_of(R"([{"role":"user","content":[{"type":"text"}]}])")),
              "400|messages[0].content[0].text|missing_required_parameter");
    EXPECT_EQ(refused_chat(chat_of(R"([{"role":"user","content":[{"type":"smell"}]}])")),
              "400|messages[0].content[0].type|invalid_value");
}

TEST(RequestReader, RefusesResultsWithoutCallsAndCallsWithoutResults)
{
    EXPECT_EQ(refused_chat(chat_of(R"([{"role":"tool","tool_call_id":"c","content":"R"}])")),
              "400|messages.[0].role|");
    const std::string call = R"({"role":"assistant","tool_calls":[
        {"id":"c","type":"function","function":{"name":"f","arguments":""}}]})";
    EXPECT_EQ(refused_chat(chat_of("[" + call + R"(,{"role":"user","content":"Q"}])")),
              "400|messages.[1].role|");
    EXPECT_EQ(refused_chat(chat_of("[" + call + R"(,{"role":"tool","tool_call_id":"c","content":"R"}])")),
              "");
    EXPECT_EQ(refused_responses(
                  R"({"model":"m","input":[{"type":"function_call_output","call_id":"c","output":"R"}]})"),
              "400|input|");
}

TEST(RequestReader, RefusesBadTools)
{
    const auto tools = [](std::string_view function) {
        return chat(R"(,"tools":[{"type":"function","function":)" + std::string(function) + "}]");
    };
    EXPECT_EQ(refused_chat(chat(R"(,"tools":[])")), "400|tools|empty_array");
    EXPECT_EQ(refused_chat(chat(R"(,"tools":[{"function":{"name":"f"}}])")),
              "400|tools[0].type|missing_required_parameter");
    EXPECT_EQ(refused_chat(chat(R"(,"tools":[{"type":"function"}])")),
              "400|tools[0].function|missing_required_parameter");
    EXPECT_EQ(refused_chat(tools("{}")), "400|tools[0].function.name|missing_required_parameter");
    EXPECT_EQ(refused_chat(tools(R"({"name":"my tool"})")), "400|tools[0].function.name|invalid_value");
    EXPECT_EQ(refused_chat(tools(R"({"name":"f","parameters":{"type":"string"}})")),
              "400|tools[0].function.parameters|invalid_function_parameters");
    const std::string strict =
        R"({"name":"f","strict":true,"parameters":
            {"type":"object","properties":{"a":{"type":"string"}},"required":["a"])";
    EXPECT_EQ(refused_chat(tools(strict + "}}")),
              "400|tools[0].function.parameters|invalid_function_parameters");
    EXPECT_EQ(refused_chat(tools(strict + R"(,"additionalProperties":false}})")), "");
    EXPECT_EQ(refused_chat(chat(R"(,"tool_choice":"required")")), "400|tool_choice|");
    const std::string f = R"(,"tools":[{"type":"function","function":{"name":"f"}}])";
    EXPECT_EQ(refused_chat(chat(f + R"(,"tool_choice":{"type":"function","function":{"name":"g"}})")),
              "400|tool_choice|");
    EXPECT_EQ(refused_responses(R"({"model":"m","input":"Q","tools":[{"type":"function"}]})"),
              "400|tools[0].name|missing_required_parameter");
}

TEST(RequestReader, RefusesNumbersOutOfBounds)
{
    EXPECT_EQ(refused_chat(chat(R"(,"n":0)")), "400|n|integer_below_min_value");
    EXPECT_EQ(refused_chat(chat(R"(,"n":129)")), "400|n|integer_above_max_value");
    EXPECT_EQ(refused_chat(chat(R"(,"temperature":2.5)")), "400|temperature|decimal_above_max_value");
    EXPECT_EQ(refused_chat(chat(R"(,"temperature":"hot")")), "400|temperature|invalid_type");
    EXPECT_EQ(refused_chat(chat(R"(,"stream":"yes")")), "400|stream|invalid_type");
    EXPECT_EQ(refused_responses(R"({"model":"m","input":"Q","max_output_tokens":15})"),
              "400|max_output_tokens|integer_below_min_value");
}

TEST(RequestReader, RefusesWhatDoesNotGoTogether)
{
    EXPECT_EQ(refused_chat(chat(R"(,"stream_options":{"include_usage":true})")), "400|stream_options|");
    EXPECT_EQ(refused_chat(chat(R"(,"max_tokens":5,"max_completion_tokens":5)")),
              "400|max_tokens|invalid_parameter_combination");
    EXPECT_EQ(refused_chat(chat(R"(,"response_format":{"type":"json_object"})")), "400|messages|");
    EXPECT_EQ(refused_chat(chat(R"(,"response_format":{"type":"json_schema"})")),
              "400|response_format.json_schema|missing_required_parameter");
    const std::string thinking = R"({"model":"gpt-5-mini","messages":[{"role":"user","content":"Q"}],)";
    EXPECT_EQ(refused_chat(thinking + R"("temperature":0.3})"), "400|temperature|unsupported_value");
    EXPECT_EQ(refused_chat(thinking + R"("max_tokens":5})"), "400|max_tokens|unsupported_parameter");
    EXPECT_EQ(refused_chat(thinking + R"("temperature":1,"max_completion_tokens":5})"), "");
}

TEST(RequestReader, RefusesMoreTokensThanTheModelReads)
{
    const reader_settings short_context{.context_tokens_max = 20};
    EXPECT_EQ(refusal(post(chat_path, chat("")), short_context), "");
    std::string words;
    for (int i = 0; i < 20; ++i) words += " word";
    EXPECT_EQ(
        refusal(post(chat_path, chat_of(R"([{"role":"user","content":")" + words + "\"}]")), short_context),
        "400|messages|context_length_exceeded");
}

TEST(RequestReader, RefusesWhatCannotBeEmbedded)
{
    const auto refused = [](std::string_view members) {
        return refusal(
            post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\"" + std::string(members) + "}"));
    };
    EXPECT_EQ(refused(""), "400|input|missing_required_parameter");
    EXPECT_EQ(refused(R"(,"input":"")"), "400||");
    EXPECT_EQ(refused(R"(,"input":[])"), "400||");
    EXPECT_EQ(refused(R"(,"input":[{}])"), "400||");
    EXPECT_EQ(refused(R"(,"input":"Q","encoding_format":"hex")"), "400|encoding_format|invalid_value");
    EXPECT_EQ(refused(R"(,"input":"Q","stream":true)"), "400||");
    EXPECT_EQ(refused(R"(,"input":"Q","dimensions":0)"), "400|dimensions|integer_below_min_value");
    EXPECT_EQ(refused(R"(,"input":"Q","user":7)"), "400|user|invalid_type");
    EXPECT_EQ(refused(R"(,"input":"Q","dimensions":1537)"), "400|dimensions|integer_above_max_value");
    EXPECT_EQ(
        refusal(post("/v1/embeddings", R"({"model":"text-embedding-ada-002","input":"Q","dimensions":256})")),
        "400||");
}

// A list of `count` texts of `tokens` tokens each.
std::string texts_to_embed(std::size_t count, std::size_t tokens)
{
    std::string text;
    for (std::size_t i = 0; i < tokens; ++i) text += " word";
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (list.empty() ? "\"" : ",\"") + text + "\"";
    return R"({"model":"m","input":[)" + list + "]}";
}

TEST(RequestReader, BoundsWhatIsEmbeddedAtOnce)
{
    const auto refused = [](std::string body) { return refusal(post("/v1/embeddings", std::move(body))); };
    EXPECT_EQ(refused(texts_to_embed(2048, 1)), "");
    EXPECT_EQ(refused(texts_to_embed(2049, 1)), "400|input|array_above_max_length");
    EXPECT_EQ(refused(texts_to_embed(1, 8193)), "400||");
    EXPECT_EQ(refused(texts_to_embed(50, 6'001)), "400||max_tokens_per_request");
}

TEST(RequestReader, LetsTheServiceCutALongConversation)
{
    const reader_settings short_context{.context_tokens_max = 20};
    const std::string words(200, 'w');
    const auto with = [&words](std::string_view truncation) {
        return post("/v1/responses", R"({"model":"m","truncation":")" + std::string(truncation) +
                                         R"(","input":")" + words + " " + words + "\"}");
    };
    EXPECT_EQ(refusal(with("disabled"), short_context), "400|input|context_length_exceeded");
    EXPECT_EQ(refusal(with("auto"), short_context), "");
}

// Whatever comes, something is read or refused.
TEST(RequestReader, SurvivesABodyCutAtEveryByte)
{
    const std::string body = chat(R"(,"stream":true,"tools":[{"type":"function","function":{"name":"f"}}])");
    for (std::size_t cut = 0; cut < body.size(); ++cut)
        EXPECT_EQ(refused_chat(body.substr(0, cut)), "400||") << "cut at " << cut;
}

TEST(RequestReader, AnswersWhatTheRealServiceRefusesWhenToldTo)
{
    const auto wrong = chat(R"(,"temperature":2.5)");
    EXPECT_EQ(refused_chat(wrong), "400|temperature|decimal_above_max_value");
    reader_settings settings;
    settings.check = reader_settings::checks::warn;
    const auto warned = read_request(post(chat_path, wrong), settings);
    EXPECT_FALSE(warned.refused);
    EXPECT_TRUE(warned.warning.starts_with("The real service would refuse this request: ")) << warned.warning;
    EXPECT_EQ(warned.what.messages.size(), 1U);
    settings.check = reader_settings::checks::off;
    const auto let_through = read_request(post(chat_path, wrong), settings);
    EXPECT_FALSE(let_through.refused);
    EXPECT_EQ(let_through.warning, "");
    EXPECT_EQ(refusal(post(chat_path, "{"), settings), "400||");
}

}  // namespace
}  // namespace parley::mock
