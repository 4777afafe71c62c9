#include "server/v1/completion_request.hpp"

#include <gtest/gtest.h>

namespace parley::server::v1 {
namespace {

result<completion_request> parse(std::string body, client_prompts prompts = client_prompts::refuse)
{
    http::request request;
    request.headers.set("Content-Type", "application/json");
    request.body = std::move(body);
    chat_limits limits;
    limits.prompts = prompts;
    limits.message_bytes_max = 100;
    return parse_completion_request(request, limits);
}

// With these members beside model and one message.
std::string complaint(const std::string& members)
{
    const auto wanted =
        parse(R"({"model":"parley","messages":[{"role":"user","content":"a"}],)" + members + "}");
    return wanted ? "none" : wanted.error().detail;
}

TEST(CompletionRequest, ReadsTheConversation)
{
    const auto wanted = parse(R"({"model":"m","temperature":0.5,"stream":true,
        "stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a"},
        {"role":"assistant","content":"b"},
        {"role":"user","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]}]})");
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->model, "m");
    EXPECT_EQ(wanted->asked.text, "cd");
    EXPECT_EQ(wanted->asked.history.size(), 2U);
    EXPECT_EQ(wanted->asked.temperature, 0.5);
    EXPECT_EQ(wanted->how, delivery::streamed);
    EXPECT_EQ(wanted->usage, usage_chunk::asked);
    EXPECT_FALSE(wanted->asked.prompt);
}

TEST(CompletionRequest, TakesAClientsPromptOnlyWhereThatIsAllowed)
{
    const std::string body = R"({"model":"m","messages":[{"role":"system","content":"Rhyme."},
        {"role":"developer","content":"Be brief."},{"role":"user","content":"a"}]})";
    EXPECT_FALSE(parse(body)->asked.prompt);
    EXPECT_TRUE(parse(body)->asked.history.empty());
    const auto wanted = parse(body, client_prompts::take);
    ASSERT_TRUE(wanted && wanted->asked.prompt);
    EXPECT_EQ(wanted->asked.prompt->where, rag::client_prompt::place::after);
    EXPECT_EQ(wanted->asked.prompt->text, "Rhyme.\nBe brief.");
}

TEST(CompletionRequest, RefusesByNameWhatCannotBeHad)
{
    EXPECT_EQ(complaint(R"("n":2)"), "n must be 1");
    EXPECT_EQ(complaint(R"("tools":[{"type":"function"}])"),
              "tools cannot be had: this model answers from documents, in text");
    EXPECT_EQ(complaint(R"("logprobs":true)"),
              "logprobs cannot be had: this model answers from documents, in text");
    const std::string_view format = R"(response_format must be {"type":"text"}: this model answers in text)";
    for (const auto* given : {R"({"type":"json_object"})", R"("json")", "{}", "[]"})
        EXPECT_EQ(complaint(R"("response_format":)" + std::string(given)), format);
    EXPECT_EQ(complaint(R"("modalities":["text","audio"])"),
              R"(modalities must be ["text"]: this model answers in text)");
}

TEST(CompletionRequest, NamesTheMemberThatIsWrong)
{
    EXPECT_EQ(complaint(R"("temperature":3)"), "temperature must be a number from 0 to 2");
    EXPECT_EQ(complaint(R"("stream":"yes")"), "stream must be true or false");
    EXPECT_EQ(complaint(R"("stream_options":true)"), "stream_options must be an object");
    EXPECT_EQ(complaint(R"("stream_options":{"include_usage":1})"),
              "stream_options.include_usage must be true or false");
    EXPECT_EQ(complaint(R"("n":"1")"), "n must be 1");
    EXPECT_EQ(complaint(R"("max_tokens":-1)"), "max_tokens must be a whole number from 1 to 2147483647");
    EXPECT_EQ(complaint(R"("max_completion_tokens":0.5)"),
              "max_completion_tokens must be a whole number from 1 to 2147483647");
    EXPECT_EQ(complaint(R"("seed":"1")"), "seed must be a number");
    EXPECT_EQ(complaint(R"("user":7)"), "user must be a string");
    EXPECT_EQ(complaint(R"("stop":["a","b","c","d","e"])"), "stop may hold 4 texts");
    for (const auto* given : {"7", R"("")", R"(["a",7])"})
        EXPECT_EQ(complaint(R"("stop":)" + std::string(given)),
                  "stop must be a string or a list of strings, none of them empty or very long");
}

TEST(CompletionRequest, ReadsWhereTheAnswerIsToEnd)
{
    const auto with = [](const std::string& members) {
        return parse(R"({"model":"m","messages":[{"role":"user","content":"a"}],)" + members + "}")->asked;
    };
    EXPECT_EQ(with(R"("stop":"END")").stop, std::vector<std::string>{"END"});
    EXPECT_EQ(with(R"("stop":["a","b"])").stop, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(with(R"("max_tokens":10)").output_tokens_max, 10);
    EXPECT_EQ(with(R"("max_tokens":10,"max_completion_tokens":20)").output_tokens_max, 20);
    EXPECT_FALSE(with(R"("stop":null)").output_tokens_max);
}

TEST(CompletionRequest, IgnoresWhatOnlyTunesAModel)
{
    EXPECT_EQ(
        complaint(
            R"("n":1,"tools":[],"logprobs":false,"response_format":{"type":"text"},"top_p":0.5,)"
            R"("seed":1,"user":"u","stream":null,"modalities":["text"],"top_logprobs":0,"unheard_of":1)"),
        "none");
}

TEST(CompletionRequest, NamesTheMessageThatIsWrong)
{
    const auto about = [](const std::string& messages) {
        const auto wanted = parse(R"({"model":"m","messages":)" + messages + "}");
        return wanted ? "none" : wanted.error().detail;
    };
    EXPECT_EQ(about("[]"), "messages must be a list with at least one message");
    EXPECT_EQ(about("[3]"), "messages[0] must be an object with role and content");
    EXPECT_EQ(about(R"([{"role":"tool","content":"x"}])"),
              "messages[0].role must be system, developer, user or assistant");
    EXPECT_EQ(about(R"([{"role":"user","content":[{"type":"image_url"}]}])"),
              "messages[0].content may hold parts of text only: nothing else is read here");
    EXPECT_EQ(about(R"([{"role":"user","content":[{"type":"image_url","text":"x"}]}])"),
              "messages[0].content may hold parts of text only: nothing else is read here");
    EXPECT_EQ(about(R"([{"role":"user","content":"a"},{"role":"assistant","content":"b"}])"),
              "the last message must be the user's question");
    EXPECT_EQ(about(R"([{"role":"system","content":"a"}])"), "the last message must be the user's question");
    EXPECT_EQ(about(R"([{"role":"user","content":")" + std::string(101, 'x') + R"("}])"),
              "messages[0] is longer than 100 bytes");
    EXPECT_EQ(parse(R"({"messages":[{"role":"user","content":"a"}]})").error().detail,
              "model must be a string, such as parley");
}

}  // namespace
}  // namespace parley::server::v1
