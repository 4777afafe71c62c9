#include "server/chat_request.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

http::request post(std::string body, std::string type = "application/json")
{
    http::request request;
    request.headers.set("Content-Type", std::move(type));
    request.body = std::move(body);
    return request;
}

result<chat_request> parse(std::string body)
{
    return parse_chat_request(post(std::move(body)), {});
}

TEST(ChatRequest, ReadsTheConversationAndTheOverrides)
{
    const auto wanted =
        parse(R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},
        {"role":"user","content":"c"}],"context":{"overrides":{"top":3,"temperature":0.5,
        "include_category":"hr","exclude_category":"","send_text_sources":false,
        "minimum_reranker_score":1.9,"retrieval_mode":"text","suggest_followup_questions":true,
        "seed":1,"unheard_of":{}}},"session_state":{"k":[1]}})");
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->asked.text, "c");
    ASSERT_EQ(wanted->asked.history.size(), 2U);
    EXPECT_EQ(wanted->asked.history[1].role, "assistant");
    EXPECT_EQ(wanted->asked.top, 3U);
    EXPECT_EQ(wanted->asked.temperature, 0.5);
    EXPECT_EQ(wanted->asked.include_category, "hr");
    EXPECT_FALSE(wanted->asked.exclude_category);
    EXPECT_EQ(wanted->asked.sources, rag::text_sources::omit);
    EXPECT_EQ(wanted->asked.suggested, rag::follow_ups::asked);
    EXPECT_EQ(wanted->session_state, R"({"k":[1]})");
}

result<chat_request> parse_with_prompt(const std::string& prompt, client_prompts prompts)
{
    return parse_chat_request(
        post(R"({"messages":[{"role":"user","content":"a"}],"context":{"overrides":{"prompt_template":")" +
             prompt + R"("}}})"),
        {.prompts = prompts});
}

TEST(ChatRequest, TakesAPromptOfTheClientOnlyWhereThatIsAllowed)
{
    using place = rag::client_prompt::place;
    const auto refused = parse_with_prompt("Rhyme.", client_prompts::refuse);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::invalid_input);
    EXPECT_NE(refused.error().detail.find("--client-prompts"), std::string::npos);
    EXPECT_TRUE(parse_with_prompt("", client_prompts::refuse));

    const auto instead = parse_with_prompt("Rhyme.", client_prompts::take).value().asked.prompt;
    ASSERT_TRUE(instead);
    EXPECT_EQ(instead->where, place::instead);
    EXPECT_EQ(instead->text, "Rhyme.");
    const auto after = parse_with_prompt(">>>Rhyme.", client_prompts::take).value().asked.prompt;
    ASSERT_TRUE(after);
    EXPECT_EQ(after->where, place::after);
    EXPECT_EQ(after->text, "Rhyme.");
    EXPECT_FALSE(parse_with_prompt("", client_prompts::take).value().asked.prompt);
    EXPECT_EQ(parse_with_prompt(std::string(70'000, 'a'), client_prompts::take).error().code,
              errc::too_large);
}

TEST(ChatRequest, TakesNullWhereClientsSendIt)
{
    const auto wanted = parse(R"({"messages":[{"role":"user","content":"a"}],"context":{"overrides":null},
        "session_state":null})");
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->session_state, "null");
    EXPECT_EQ(wanted->asked.suggested, rag::follow_ups::unasked);
    EXPECT_EQ(wanted->asked.top, 5U);
    EXPECT_TRUE(parse(R"({"messages":[{"role":"user","content":"a"}],"context":null})"));
}

TEST(ChatRequest, SaysWhichFieldIsWrong)
{
    const struct {
        const char* body;
        const char* names;
    } cases[] = {
        {"{", "not valid JSON"},
        {"[]", "JSON object"},
        {"{}", "messages"},
        {R"({"messages":[]})", "messages"},
        {R"({"messages":[1]})", "messages[0]"},
        {R"({"messages":[{"role":"user","content":7}]})", "messages[0]"},
        {R"({"messages":[{"role":"system","content":"x"}]})", "messages[0].role"},
        {R"({"messages":[{"role":"assistant","content":"x"}]})", "last message"},
        {R"({"messages":[{"role":"user","content":" \n"}]})", "empty"},
        {R"({"messages":[{"role":"user","content":"x"}],"context":[]})", "context"},
        {R"({"messages":[{"role":"user","content":"x"}],"context":{"overrides":{"top":0}}})", "top"},
        {R"({"messages":[{"role":"user","content":"x"}],"context":{"overrides":{"top":1e300}}})", "top"},
        {R"({"messages":[{"role":"user","content":"x"}],"context":{"overrides":{"temperature":"hot"}}})",
         "temperature"},
        {R"({"messages":[{"role":"user","content":"x"}],"context":{"overrides":{"retrieval_mode":"magic"}}})",
         "retrieval_mode"},
        {R"({"messages":[{"role":"user","content":"x"}],"context":{"overrides":{"include_category":5}}})",
         "include_category"},
    };
    for (const auto& wrong : cases) {
        const auto wanted = parse(wrong.body);
        ASSERT_FALSE(wanted) << wrong.body;
        EXPECT_EQ(wanted.error().code, errc::invalid_input) << wrong.body;
        EXPECT_NE(wanted.error().detail.find(wrong.names), std::string::npos) << wanted.error().detail;
    }
}

result<chat_request> parse_with(const std::string& override)
{
    return parse(R"({"messages":[{"role":"user","content":"a"}],"context":{"overrides":{)" + override +
                 "}}}");
}

TEST(ChatRequest, ReadsHowToSearch)
{
    using retrieval::retrieval_mode;
    EXPECT_FALSE(parse_with("")->asked.mode) << "as it can be had";
    EXPECT_FALSE(parse_with(R"("retrieval_mode":null)")->asked.mode);
    EXPECT_EQ(parse_with(R"("retrieval_mode":"text")")->asked.mode, retrieval_mode::text);
    EXPECT_EQ(parse_with(R"("retrieval_mode":"vectors")")->asked.mode, retrieval_mode::vectors);
    EXPECT_EQ(parse_with(R"("retrieval_mode":"hybrid")")->asked.mode, retrieval_mode::hybrid);
    EXPECT_EQ(parse_with(R"("retrieval_mode":"hybrid","search_text_embeddings":false)")->asked.mode,
              retrieval_mode::text);
}

TEST(ChatRequest, TellsWhetherASecondRankingIsWantedAndHowGoodItMustBe)
{
    using rag::second_ranking;
    EXPECT_EQ(parse_with("")->asked.ranking, second_ranking::where_offered);
    EXPECT_EQ(parse_with(R"("semantic_ranker":true)")->asked.ranking, second_ranking::wanted);
    EXPECT_EQ(parse_with(R"("semantic_ranker":false)")->asked.ranking, second_ranking::unwanted);
    EXPECT_EQ(parse_with(R"("minimum_reranker_score":1.9)")->asked.reranker_score_min, 1.9);
}

TEST(ChatRequest, TakesEveryOverrideThatClientsSend)
{
    EXPECT_TRUE(parse_with(R"("semantic_ranker":true,"semantic_captions":true,"query_rewriting":true,
        "minimum_search_score":0,"minimum_reranker_score":1.9,"reasoning_effort":"","send_text_sources":true,
        "send_image_sources":true,"search_text_embeddings":true,"search_image_embeddings":false,
        "use_agentic_knowledgebase":false,"retrieval_reasoning_effort":"low","use_web_source":false,
        "use_sharepoint_source":false,"language":"de","seed":1,"vector_fields":"both","use_gpt4v":"no")"));
}

TEST(ChatRequest, NamesTheOverrideThatIsNotWhatItIsCalled)
{
    for (const auto* const name :
         {"search_text_embeddings", "send_text_sources", "suggest_followup_questions", "semantic_ranker",
          "semantic_captions", "query_rewriting", "send_image_sources", "search_image_embeddings",
          "use_agentic_knowledgebase", "use_web_source", "use_sharepoint_source", "minimum_search_score",
          "minimum_reranker_score", "top", "temperature"}) {
        const auto refused = parse_with("\"" + std::string(name) + "\":\"much\"");
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, errc::invalid_input);
        EXPECT_EQ(refused.error().detail.find("overrides." + std::string(name)), 0U)
            << refused.error().detail;
    }
}

TEST(ChatRequest, RefusesAThresholdThatNoScoreCanHave)
{
    for (const auto* const score : {"-0.1", "4.01", "1e9"}) {
        const auto refused = parse_with(R"("minimum_reranker_score":)" + std::string(score));
        ASSERT_FALSE(refused) << score;
        EXPECT_EQ(refused.error().detail, "overrides.minimum_reranker_score must be a number from 0 to 4");
    }
    EXPECT_EQ(parse_with(R"("minimum_reranker_score":4)")->asked.reranker_score_min, 4);
    const auto refused = parse_with(R"("minimum_search_score":-1)");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "overrides.minimum_search_score must be 0 or more");
    EXPECT_EQ(parse_with(R"("minimum_search_score":31.5)")->asked.score_min, 31.5);
}

TEST(ChatRequest, RefusesWhatIsNotJsonByItsType)
{
    EXPECT_EQ(parse_chat_request(post("{}", "text/plain"), {}).error().code, errc::unsupported);
    EXPECT_NE(parse_chat_request(post("{}", "Application/JSON ; charset=utf-8"), {}).error().code,
              errc::unsupported);
    EXPECT_NE(parse_chat_request(post("{}", "application/vnd.chat+json"), {}).error().code,
              errc::unsupported);
}

TEST(ChatRequest, BoundsTheConversationAndItsNesting)
{
    std::string many = R"({"messages":[)";
    for (int i = 0; i < 201; ++i) many += R"({"role":"user","content":"x"},)";
    many.back() = ']';
    EXPECT_EQ(parse(many + "}").error().code, errc::too_large);

    const auto longest = R"({"messages":[{"role":"user","content":")" + std::string(65 * 1024, 'x') + "\"}]}";
    EXPECT_EQ(parse(longest).error().code, errc::too_large);

    EXPECT_EQ(parse("{\"messages\":" + std::string(100'000, '[')).error().code, errc::invalid_input);
}

}  // namespace
}  // namespace parley::server
