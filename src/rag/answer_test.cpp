#include "rag/answer.hpp"

#include "rag/answer_fixture.hpp"
#include "rag/extract_writer.hpp"

namespace parley::rag {
namespace {

TEST_F(Answer, SendsSourcesThenTextThenDone)
{
    say("It is ");
    say("25 days [a.pdf#page=1].");
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.order(), "sdde");
    EXPECT_EQ(sources().passages.size(), 2U);
    EXPECT_EQ(sink_.text(), "It is 25 days [a.pdf#page=1].");
    EXPECT_EQ(done().finish_reason, "stop");
    EXPECT_EQ(done().invalid_citations, 0U);
    EXPECT_EQ(model_.streams_alive, 0);
}

// Looked at when its first words come, while "[a.p" is held: as by a ticker now, and a second later.
TEST_F(Answer, GivesUpWordsThatItHeldForASecond)
{
    say("It is [a.p");
    say("df#page=1] or so.");
    end_with("stop");
    std::string at_once, late;
    sink_.then = [&](held_words& held) {
        if (!at_once.empty() || !late.empty()) return;
        const auto now = std::chrono::steady_clock::now();
        at_once = held.release(now);
        late = held.release(now + std::chrono::seconds(1));
    };
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(at_once, "");
    EXPECT_EQ(late, "[a.p");
    EXPECT_EQ(sink_.text(), "It is df#page=1] or so.");  // beside what was given up
}

TEST_F(Answer, SaysWithWhichTextTheEndComes)
{
    say("It is ");
    say("25 days.");
    model_.pieces.back()->finish_reason = "stop";
    ASSERT_TRUE(run().has_value());
    ASSERT_EQ(sink_.order(), "sdde");
    EXPECT_FALSE(std::get<delta_event>(sink_.events.at(1)).is_last);
    EXPECT_TRUE(std::get<delta_event>(sink_.events.at(2)).is_last);
}

TEST_F(Answer, AsksTheModelWithTheDefaultsOfADocumentChat)
{
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(model_.asked.model, "test-model");
    EXPECT_EQ(model_.asked.temperature, 0.3);
    EXPECT_EQ(model_.asked.output_tokens_max, 1024);
    EXPECT_EQ(model_.asked.limit_name, openai::output_limit::max_tokens);
    EXPECT_EQ(model_.asked.messages.size(), 2U);
}

TEST_F(Answer, PassesTheWishesOfTheQuestionOn)
{
    asked_.top = 7;
    asked_.score_min = 1.5;
    asked_.include_category = "leave";
    asked_.exclude_category = "old";
    asked_.temperature = 0.9;
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(find_.asked.text, asked_.text);
    EXPECT_EQ(find_.asked.top, 7U);
    EXPECT_EQ(find_.asked.score_min, 1.5);
    EXPECT_EQ(find_.asked.include_category, "leave");
    EXPECT_EQ(find_.asked.exclude_category, "old");
    EXPECT_EQ(model_.asked.temperature, 0.9);
}

TEST_F(Answer, SendsNoTemperatureToAModelThatThinksEvenWhenTheClientWishesOne)
{
    write_ = make_model_writer(model_, "gpt-5-mini");
    asked_.temperature = 0.3;
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_FALSE(model_.asked.temperature);
    EXPECT_EQ(model_.asked.output_tokens_max, 8192);
    EXPECT_EQ(model_.asked.limit_name, openai::output_limit::max_completion_tokens);
}

TEST_F(Answer, LetsAClientHaveFewerTokensButNeverMore)
{
    end_with("stop");
    asked_.output_tokens_max = 50;
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(model_.asked.output_tokens_max, 50);
    end_with("stop");
    asked_.output_tokens_max = 100'000;
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(model_.asked.output_tokens_max, 1024);
}

TEST_F(Answer, SearchesForAFollowUpWithTheWordsOfTheQuestionBefore)
{
    asked_.history = {{"user", "How many vacation days do employees get?"}, {"assistant", "25."}};
    asked_.text = "And for contractors?";
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(find_.asked.text, "And for contractors? How many vacation days do employees get?");
    EXPECT_EQ(model_.asked.messages.size(), 4U);
}

TEST_F(Answer, TellsTheQuestionsThatTheModelSuggestsApartFromItsWords)
{
    asked_.suggested = follow_ups::asked;
    say("25 days [a.pdf#page=1].<");
    say("<And part-time?>><<");
    say("How many vacation days do new employees get?>>");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.text(), "25 days [a.pdf#page=1].");
    EXPECT_EQ(done().suggested, std::vector<std::string>{"And part-time?"});
    EXPECT_EQ(done().invalid_citations, 0U);
}

TEST_F(Answer, TellsWhichOfItsSentencesNoSourceBearsOut)
{
    say("New employees get 25 vacation days [a.pdf#page=1]. The canteen serves veg");
    say("etarian lunches [b.md].");
    ASSERT_TRUE(run().has_value());
    ASSERT_TRUE(done().borne_out && done().borne_out->unsupported.size() == 1);
    EXPECT_EQ(done().borne_out->judged, 2U);
    EXPECT_EQ(done().borne_out->unsupported[0].text, "The canteen serves vegetarian lunches.");
}

TEST_F(Answer, JudgesNoSentencesThatAreOnlyQuoted)
{
    write_ = make_extract_writer();
    ASSERT_TRUE(run().has_value());
    EXPECT_FALSE(done().borne_out);
}

TEST_F(Answer, LeavesAngleBracketsAloneWhenNoQuestionsWereAskedFor)
{
    say("Type cat <<EOF and then EOF>>.");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.text(), "Type cat <<EOF and then EOF>>.");
    EXPECT_TRUE(done().suggested.empty());
}

TEST_F(Answer, RefusesWithoutAskingTheModelWhenNothingWasFoundAndThatIsWanted)
{
    write_ = make_model_writer(model_, "test-model", built_in_prompts(), grounding::refuse);
    say("Paris, I think.");
    find_.found = std::vector<retrieval::passage>{};
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.text(), "The documents do not seem to answer this.");
    EXPECT_EQ(done().finish_reason, "stop");
    EXPECT_TRUE(model_.asked.messages.empty());

    find_.found = std::vector{passage_of("b.md", "Paris.")};
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(model_.asked.messages.size(), 2U) << "with a source the model is asked";
}

TEST_F(Answer, ShowsFourStepsByTheirKnownTitles)
{
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    std::vector<std::string> titles;
    for (const auto& step : sources().thoughts) titles.emplace_back(step.title);
    EXPECT_EQ(titles, (std::vector<std::string>{"Prompt to generate search query",
                                                "Search using generated search query", "Search results",
                                                "Prompt to generate answer"}));
    EXPECT_EQ(sources().thoughts[1].description, asked_.text);
    EXPECT_EQ(sources().thoughts[2].description, "2 passages found");
    EXPECT_EQ(sources().thoughts[3].description, "The question, 2 sources and 0 earlier messages");
    EXPECT_EQ(std::get<std::string>(sources().thoughts[3].props.at(0).second), "test-model");
}

TEST_F(Answer, SaysHowItSearchedByTheNamesThatClientsKnow)
{
    asked_.top = 7;
    asked_.include_category = "people's";
    asked_.exclude_category = "old";
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    const std::vector<std::pair<std::string_view, thought_value>> expected = {
        {"use_semantic_captions", false},
        {"use_semantic_ranker", false},
        {"use_query_rewriting", false},
        {"top", 7},
        {"filter", "category eq 'people''s' and category ne 'old'"},
        {"use_query_source_authorization", false},
        {"use_vector_search", false},
        {"use_text_search", true},
        {"search_text_embeddings", false},
        {"search_image_embeddings", false}};
    EXPECT_EQ(sources().thoughts[1].props, expected);
}

TEST_F(Answer, SaysThatItSearchedEverything)
{
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sources().thoughts[1].props.at(4), (std::pair<std::string_view, thought_value>{"filter", {}}));
}

TEST_F(Answer, NeverLetsAnUnknownCitationPassAsAMarkerHoweverThePiecesCutIt)
{
    for (const auto* piece : {"So [", "c.md", "] and [b.", "md", "] and [B.MD", "] [1", "]"}) say(piece);
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.text(), "So [c.md] and [b.md] and [b.md] [1]");
    EXPECT_EQ(done().invalid_citations, 2U);
}

TEST_F(Answer, NeverSendsAnEmptyDelta)
{
    for (const auto* piece : {"", "[", "b", ".md]", ""}) say(piece);
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.order(), "sde");
}

TEST_F(Answer, OnlyWhatTheModelWasGivenMayBeCited)
{
    std::vector<retrieval::passage> found;
    for (int i = 0; i < 12; ++i)
        found.push_back(passage_of("p" + std::to_string(i) + ".md", std::string(3000, 'x')));
    find_.found = found;
    say("[p0.md] [p11.md]");
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sources().passages.size(), 6U);
    EXPECT_EQ(done().invalid_citations, 1U);
    EXPECT_EQ(sources().thoughts[3].description,
              "The question, 6 sources and 0 earlier messages; left out to stay within the limits: 6 sources "
              "and 0 earlier messages");
}

TEST_F(Answer, ReportsHowTheModelEndedAndWhatItUsed)
{
    say("cut of");
    model_.pieces.emplace_back(openai::chat_piece{"", "length", openai::usage{10, 20, 30}});
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(done().finish_reason, "length");
    ASSERT_TRUE(done().used);
    EXPECT_EQ(done().used->total_tokens, 30);
}

TEST_F(Answer, PassesARefusalOnAsText)
{
    model_.pieces.emplace_back(openai::chat_piece{"I cannot help.", "stop", {}, true});
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.text(), "I cannot help.");
}

TEST_F(Answer, AsksTheModelEvenWithoutSources)
{
    find_.found = std::vector<retrieval::passage>{};
    say("The documents do not say [a.pdf#page=1].");
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_TRUE(sources().passages.empty());
    EXPECT_EQ(done().invalid_citations, 1U);
}

TEST_F(Answer, SearchesForWhatTheModelMakesOfAFollowUp)
{
    scripted_model rewriting_model;
    openai::chat_piece call{"", "tool_calls", openai::usage{20, 5, 25}};
    call.tool_calls = {{"call_1", "search_sources", R"({"search_query":"vacation days new employees"})"}};
    rewriting_model.pieces.emplace_back(std::move(call));
    query_rewriter rewriter(rewriting_model, "test-model", rewriting::follow_ups);
    asked_.history = {{"user", "How many vacation days are there?"}, {"assistant", "30 [b.md]."}};
    asked_.text = "And for new ones?";
    say("25 [a.pdf#page=1].");
    end_with("stop");
    asio::io_context loop;
    const services with{find_, *write_, &rewriter};
    ASSERT_TRUE(run_on_loop(loop, answer(with, asked_, sink_, deadline_after(std::chrono::hours(1)))));
    EXPECT_EQ(find_.asked.text, "vacation days new employees");
    EXPECT_EQ(sources().thoughts.at(0).used->total_tokens, 25);
    EXPECT_EQ(model_.asked.messages.back().content.rfind("And for new ones?", 0), 0U)
        << "the model that answers reads the question as it was asked";
}

}  // namespace
}  // namespace parley::rag
