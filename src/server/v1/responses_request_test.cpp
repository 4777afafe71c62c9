#include "server/v1/responses_request.hpp"

#include <gtest/gtest.h>

namespace parley::server::v1 {
namespace {

result<responses_request> parse(std::string body, client_prompts prompts = client_prompts::refuse)
{
    http::request request;
    request.headers.set("Content-Type", "application/json");
    request.body = std::move(body);
    chat_limits limits;
    limits.prompts = prompts;
    limits.message_bytes_max = 100;
    return parse_responses_request(request, limits);
}

// With these members beside model and input.
std::string complaint(const std::string& members)
{
    const auto wanted = parse(R"({"model":"parley","input":"a",)" + members + "}");
    return wanted ? "none" : wanted.error().detail;
}

std::string complaint_of_input(const std::string& input)
{
    const auto wanted = parse(R"({"model":"m","input":)" + input + "}");
    return wanted ? "none" : wanted.error().detail;
}

TEST(ResponsesRequest, ReadsAQuestionThatIsAString)
{
    const auto wanted = parse(
        R"({"model":"m","input":"How many?","stream":true,"max_output_tokens":50,"metadata":{"k":"v"}})");
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->asked.text, "How many?");
    EXPECT_TRUE(wanted->asked.history.empty());
    EXPECT_EQ(wanted->how, delivery::streamed);
    EXPECT_EQ(wanted->asked.output_tokens_max, 50);
    EXPECT_EQ(wanted->metadata, R"({"k":"v"})");
}

TEST(ResponsesRequest, ReadsAConversationOfItems)
{
    const auto wanted = parse(R"({"model":"m","input":[{"role":"user","content":"a"},
        {"id":"msg_1","type":"message","status":"completed","role":"assistant",
         "content":[{"type":"output_text","text":"b","annotations":[],"logprobs":[]}]},
        {"type":"message","role":"user","content":[{"type":"input_text","text":"c"}]}]})");
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->asked.text, "c");
    ASSERT_EQ(wanted->asked.history.size(), 2U);
    EXPECT_EQ(wanted->asked.history[1].content, "b");
}

TEST(ResponsesRequest, TakesInstructionsOnlyWhereAClientsPromptIsTaken)
{
    const std::string body = R"({"model":"m","instructions":"Rhyme.","input":[
        {"role":"developer","content":"Be brief."},{"role":"user","content":"a"}]})";
    EXPECT_FALSE(parse(body)->asked.prompt);
    EXPECT_EQ(parse(body)->instructions, "Rhyme.");
    const auto wanted = parse(body, client_prompts::take);
    ASSERT_TRUE(wanted && wanted->asked.prompt);
    EXPECT_EQ(wanted->asked.prompt->where, rag::client_prompt::place::after);
    EXPECT_EQ(wanted->asked.prompt->text, "Rhyme.\nBe brief.");
}

TEST(ResponsesRequest, RefusesByNameWhatCannotBeHad)
{
    EXPECT_EQ(complaint(R"("previous_response_id":"resp_1")"),
              "previous_response_id cannot be had: answers are not kept here, send the whole conversation as "
              "input");
    EXPECT_TRUE(complaint(R"("conversation":"conv_1")").starts_with("conversation cannot be had"));
    EXPECT_TRUE(complaint(R"("tools":[{"type":"web_search"}])").starts_with("tools cannot be had"));
    EXPECT_TRUE(complaint(R"("background":true)").starts_with("background cannot be had"));
    EXPECT_TRUE(complaint(R"("prompt":{"id":"p"})").starts_with("prompt cannot be had"));
    EXPECT_EQ(complaint(R"("text":{"format":{"type":"json_object"}})"),
              R"(text.format must be {"type":"text"}: this model answers in text)");
}

TEST(ResponsesRequest, NamesTheMemberThatIsWrong)
{
    EXPECT_EQ(complaint(R"("text":"short")"), "text must be an object");
    EXPECT_EQ(complaint(R"("instructions":[])"), "instructions must be a string");
    EXPECT_EQ(complaint(R"("instructions":")" + std::string(101, 'x') + "\""),
              "instructions is longer than 100 bytes");
    EXPECT_EQ(complaint(R"("metadata":[])"), "metadata must be an object");
    EXPECT_EQ(complaint(R"("metadata":{"a":1})"), "metadata must hold strings only");
    EXPECT_EQ(complaint(R"("max_output_tokens":0)"),
              "max_output_tokens must be a whole number from 1 to 2147483647");
    EXPECT_EQ(complaint(R"("store":"no")"), "store must be true or false");
    EXPECT_EQ(complaint(R"("stream":1)"), "stream must be true or false");
    EXPECT_EQ(complaint(R"("temperature":"hot")"), "temperature must be a number from 0 to 2");
    EXPECT_EQ(complaint(R"("top_p":2)"), "top_p must be a number from 0 to 1");
}

TEST(ResponsesRequest, NamesTheItemThatIsWrong)
{
    EXPECT_EQ(complaint_of_input("null"), "input must be a string or a list with at least one message");
    EXPECT_EQ(complaint_of_input("[]"), "input must be a string or a list with at least one message");
    EXPECT_EQ(complaint_of_input(R"(" ")"), "the question is empty");
    EXPECT_EQ(complaint_of_input('"' + std::string(101, 'x') + '"'), "input is longer than 100 bytes");
    EXPECT_EQ(complaint_of_input(R"([{"type":"item_reference","id":"msg_1"}])"),
              "input[0].type must be message: nothing else is read here");
    EXPECT_EQ(complaint_of_input(R"([{"role":"user","content":[{"type":"input_image","image_url":"x"}]}])"),
              "input[0].content may hold parts of text only: nothing else is read here");
    EXPECT_EQ(complaint_of_input(R"([{"role":"assistant","content":"b"}])"),
              "the last message must be the user's question");
}

TEST(ResponsesRequest, TakesWhatChangesNothingHere)
{
    EXPECT_EQ(complaint(R"("store":true,"tools":[],"tool_choice":"auto","truncation":"disabled","top_p":0.5,)"
                        R"("include":["file_search_call.results"],"reasoning":{"effort":"low"},"user":"u",)"
                        R"("text":{"format":{"type":"text"},"verbosity":"low"},"previous_response_id":null,)"
                        R"("stream_options":{"include_obfuscation":false},"unheard_of":1)"),
              "none");
}

}  // namespace
}  // namespace parley::server::v1
