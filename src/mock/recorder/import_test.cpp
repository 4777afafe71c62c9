// What other tools wrote becomes fixtures that the reader of fixtures takes.
#include "mock/recorder/import.hpp"

#include "base/temporary_folder.hpp"
#include "base/whole_file.hpp"
#include "mock/fixtures/fixture_reader.hpp"
#include "mock/text_match.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

const std::string chat_lines = "{\"choices\":[],\"id\":1}\n\n{\"choices\":[{\"index\":0}]}\r\n";
const std::string responses_lines = "{\"type\":\"response.created\"}\n{\"type\":\"response.completed\"}\n";

std::string mistake_of(const std::string& text, const import_settings& settings = {})
{
    const auto read = read_import(text, "f", settings);
    EXPECT_TRUE(read.exchanges.empty());
    return read.mistakes.empty() ? "none" : to_line(read.mistakes.front());
}

struct saved {
    temporary_folder where;
    std::vector<fixture> fixtures;
    std::vector<mistake> refused;
    std::string text;
};

std::unique_ptr<saved> save(const std::string& text, const std::string& name = "f.txt")
{
    auto made = std::make_unique<saved>();
    auto file = read_import(text, name, {});
    for (const auto& each : file.mistakes) ADD_FAILURE() << to_line(each);
    auto report = save_imported({std::move(file)}, made->where.path / "made");
    EXPECT_TRUE(report) << report.error().detail;
    if (!report) return made;
    made->refused = report->refused;
    for (const auto& each : std::filesystem::directory_iterator(made->where.path / "made")) {
        const auto content = read_whole_file(each.path());
        made->text += *content;
        auto read = read_fixtures(*content, each.path().filename().string());
        for (const auto& wrong : read.mistakes) ADD_FAILURE() << to_line(wrong);
        for (auto& fixture : read.fixtures) made->fixtures.push_back(std::move(fixture));
    }
    return made;
}

const raw_events_reply& events_of(const fixture& from)
{
    return std::get<raw_events_reply>(from.replies.front().fixed->content);
}

TEST(Import, MakesAFixtureOfAStreamForEveryRequestOfItsApi)
{
    const auto made = save(chat_lines);
    ASSERT_EQ(made->fixtures.size(), 1U);
    const auto& fixture = made->fixtures.front();
    EXPECT_EQ(fixture.when.at, endpoint::chat);
    EXPECT_EQ(fixture.when.stream, true);
    EXPECT_FALSE(fixture.when.body);
    const auto& events = events_of(fixture).events;
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].data, "{\"choices\":[],\"id\":1}");
    EXPECT_EQ(events[2].data, "[DONE]");
    EXPECT_FALSE(fixture.replies.front().fixed->times);
    EXPECT_TRUE(made->text.starts_with("# Imported by parley mock from f.txt.\n")) << made->text;
}

TEST(Import, NamesEventsOfResponsesByTheirType)
{
    const auto made = save(responses_lines);
    ASSERT_EQ(made->fixtures.size(), 1U);
    EXPECT_EQ(made->fixtures.front().when.at, endpoint::responses);
    const auto& events = events_of(made->fixtures.front()).events;
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].name, "response.completed");
}

TEST(Import, TakesTheConditionsOfARequestThatIsGiven)
{
    const import_settings settings{
        .request = request_file{"q.json",
                                R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Q"}]})"}};
    const auto read = read_import(chat_lines, "f", settings);
    ASSERT_EQ(read.exchanges.size(), 1U);
    EXPECT_NE(read.exchanges.front().of.conditions.find("last_user: 'Q'"), std::string::npos);
    EXPECT_EQ(mistake_of(R"({"object":"chat.completion"})", settings),
              "q.json: this is not what f answers: it asks for a stream, and the answer is none");
    EXPECT_EQ(mistake_of(responses_lines, settings),
              "q.json: this is not what f answers: the mock itself refuses such a request");
}

TEST(Import, TakesAWholeAnswerAsItIs)
{
    const auto made = save(R"({"object": "chat.completion", "choices": []})");
    ASSERT_EQ(made->fixtures.size(), 1U);
    EXPECT_EQ(made->fixtures.front().when.stream, false);
    EXPECT_EQ(std::get<raw_reply>(made->fixtures.front().replies.front().fixed->content).body,
              R"({"object": "chat.completion", "choices": []})");
}

TEST(Import, SaysWhereAFileIsWrong)
{
    EXPECT_EQ(mistake_of("{\"log\":\n {\"entries\":\n"),
              "f:3: the file ends in the middle of its JSON: was it cut short?");
    EXPECT_TRUE(mistake_of("{\"log\":\n nope}").starts_with("f:2: this is not JSON: "));
    EXPECT_EQ(mistake_of("{\n\"a\":\"\xff\"}"), "f:2: this is not UTF-8");
    EXPECT_EQ(mistake_of("{}\n{}"),
              "f:1: this is no event of Chat Completions, which has `choices`, nor of "
              "Responses, which has a `type` such as response.created");
    EXPECT_EQ(mistake_of(chat_lines + responses_lines), "f:4: events of two APIs are in one file");
    EXPECT_EQ(mistake_of(chat_lines + "[DONE]\n{\"choices\":[]}"), "f:5: there is more behind [DONE]");
    EXPECT_TRUE(mistake_of(chat_lines + "{\"choices").starts_with("f:4: the file ends in the middle"));
    EXPECT_TRUE(mistake_of("").starts_with("f:1: the file ends"));
    EXPECT_TRUE(mistake_of("[]").starts_with("f:1: this is no HAR"));
    EXPECT_TRUE(
        mistake_of(R"({"version":1,"fixtures":[]})").starts_with("f:1: these are fixtures of parley"));
}

TEST(Import, TakesAStreamOfOneEventAndBlankLinesBeforeIt)
{
    const std::string one = R"({"choices":[{"index":0}]})";
    for (const auto& text : {one, one + "\n", "\n\r\n" + one + "\n" + one}) {
        const auto made = save(text);
        ASSERT_EQ(made->fixtures.size(), 1U) << text;
        EXPECT_EQ(events_of(made->fixtures.front()).events.front().data, one);
    }
}

TEST(Import, RefusesWhatAKindOfFileMakesNoUseOf)
{
    const std::string aimock = R"({"fixtures": [{"match": {}, "response": {"content": "a"}}]})";
    const std::string har = R"({"log": {"entries": []}})";
    const import_settings masked{.masked = {*read_body_path("user")}};
    const import_settings asked{.request = request_file{"q.json", "{}"}};
    EXPECT_EQ(mistake_of(aimock, masked), "f: --mask does nothing for fixtures of aimock: leave it out");
    EXPECT_EQ(mistake_of(aimock, asked),
              "f: --import-request does nothing for fixtures of aimock: leave it out");
    EXPECT_EQ(mistake_of(har, asked), "f: --import-request does nothing for HAR: leave it out");
    EXPECT_EQ(mistake_of(har, masked), "none");
}

TEST(Import, SaysInEachFileWhereThatCameFrom)
{
    const temporary_folder where;
    const auto report = save_imported(
        {read_import(chat_lines, "a.txt", {}), read_import(responses_lines, "b.txt", {})}, where.path);
    ASSERT_TRUE(report);
    EXPECT_TRUE(read_whole_file(where.path / "responses-any-stream.yaml")
                    ->starts_with("# Imported by parley mock from b.txt.\n"));
    EXPECT_TRUE(read_whole_file(where.path / "chat-any-stream.yaml")
                    ->starts_with("# Imported by parley mock from a.txt.\n"));
}

TEST(Import, DoesNotSaveWhatStillHoldsAKeyInParts)
{
    const auto made = save(R"({"choices":[{"delta":{"content":"sk-01234567"}}]})"
                           "\n"
                           R"({"choices":[{"delta":{"content":"89abcdefghij"}}]})");
    EXPECT_TRUE(made->fixtures.empty());
    ASSERT_EQ(made->refused.size(), 1U);
    EXPECT_NE(made->refused.front().text.find("looks like a key"), std::string::npos);
}

TEST(Import, TellsAFolderThatCannotBeMade)
{
    const temporary_folder where;
    const auto saved = save_imported({}, where.path / "none" / std::string(300, 'x'));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, errc::storage);
}

TEST(ImportOfAimock, MapsWhatHasAnEquivalent)
{
    const auto made = save(R"({"fixtures": [
      {"match": {"userMessage": "it's", "model": "m", "turnIndex": 1, "context": "c"},
       "response": {"content": {"a": 1}, "reasoning": "hm",
                    "usage": {"prompt_tokens": 3, "output_tokens": 4}},
       "latency": 20, "chunkSize": 5},
      {"match": {"userMessage": "weather"},
       "response": {"toolCalls": [{"name": "look", "arguments": {"at": "Oslo"}, "id": "call_1"}]}},
      {"match": {"userMessage": "fail"},
       "response": {"error": {"message": "no", "type": "t"}, "status": 429}},
      {"match": {"inputText": "v", "endpoint": "embedding"}, "response": {"embedding": [0.5, 1]}}]})",
                           "hello.json");
    EXPECT_TRUE(made->refused.empty());
    ASSERT_EQ(made->fixtures.size(), 4U);
    const auto& first = made->fixtures[0];
    EXPECT_EQ(first.name, "hello-1");
    EXPECT_EQ(first.when.last_user->how, text_condition::kind::contains);
    EXPECT_EQ(first.when.last_user->text, "it's");
    EXPECT_EQ(first.when.turn, 1U);
    EXPECT_EQ(first.when.headers.front().first, "X-AIMock-Context");
    const auto& reply = *first.replies.front().fixed;
    EXPECT_EQ(std::get<text_reply>(reply.content).text, R"({"a":1})");
    EXPECT_EQ(std::get<text_reply>(reply.content).usage->completion, 4);
    EXPECT_EQ(reply.chunks.size, 5U);
    EXPECT_EQ(reply.times->per_event.mean_ms, 20);
    const auto& call =
        std::get<text_reply>(made->fixtures[1].replies.front().fixed->content).tool_calls.front();
    EXPECT_EQ(call.arguments, R"({"at":"Oslo"})");
    EXPECT_EQ(std::get<error_reply>(made->fixtures[2].replies.front().fixed->content).status, 429U);
    EXPECT_EQ(
        std::get<embedding_reply>(made->fixtures[3].replies.front().fixed->content).vectors.front().size(),
        2U);
}

TEST(ImportOfAimock, PutsASequenceInItsOrder)
{
    const auto made = save(R"({"fixtures": [
      {"match": {"userMessage": "a", "sequenceIndex": 1}, "response": {"content": "two"}},
      {"match": {"sequenceIndex": 0, "userMessage": "a"}, "response": {"content": "one"}}]})",
                           "s.json");
    ASSERT_EQ(made->fixtures.size(), 1U);
    ASSERT_EQ(made->fixtures[0].replies.size(), 2U);
    EXPECT_EQ(std::get<text_reply>(made->fixtures[0].replies[0].fixed->content).text, "one");
}

TEST(ImportOfAimock, MatchesNoMoreThanThere)
{
    const auto made = save(R"({"fixtures": [
      {"match": {"model": "gpt-4.1", "endpoint": "chat"}, "response": {"content": "a"}}]})",
                           "m.json");
    ASSERT_EQ(made->fixtures.size(), 2U);
    EXPECT_EQ(made->fixtures[0].when.at, endpoint::chat);
    EXPECT_EQ(made->fixtures[1].when.at, endpoint::responses);
    const auto& model = *made->fixtures[1].when.model;
    for (const auto name : {"gpt-4.1", "gpt-4.1-2025-04-14"}) EXPECT_TRUE(fits(model, name)) << name;
    for (const auto name : {"gpt-4.1-mini", "gpt-4.10", "gpt-491", "x-gpt-4.1"})
        EXPECT_FALSE(fits(model, name)) << name;
}

TEST(ImportOfAimock, RefusesByNameWhatHasNoEquivalent)
{
    const auto refused = [](const std::string& fixture) {
        const auto read = read_import("{\"fixtures\": [" + fixture + "]}", "f", {});
        EXPECT_EQ(read.fixture_count, 0U);
        return read.refused.size() == 1 ? to_line(read.refused.front()) : "another number";
    };
    EXPECT_EQ(refused(R"({"match": {"toolName": "x"}, "response": {"content": "a"}})"),
              "f: fixture 1: `toolName` has no equivalent here");
    EXPECT_EQ(refused(R"({"match": {}, "response": {"image": {}}})"),
              "f: fixture 1: `image` has no equivalent here");
    EXPECT_EQ(refused(R"({"match": {}, "response": {"content": "a"}, "chaos": {}})"),
              "f: fixture 1: `chaos` has no equivalent here");
    EXPECT_EQ(refused(R"({"match": {"userMessage": ["a"]}, "response": {"content": "a"}})"),
              "f: fixture 1: `userMessage` is not of the type that aimock documents");
    EXPECT_EQ(refused(R"({"match": {"sequenceIndex": 1}, "response": {"content": "a"}})"),
              "f: fixture 1: `sequenceIndex` must go from 0 on without a gap in the fixtures of one `match`");
    for (const std::string status : {"1e300", "429.5", "\"429\""})
        EXPECT_EQ(
            refused(R"({"match": {}, "response": {"error": {"message": "m"}, "status": )" + status + "}}"),
            "f: fixture 1: `status` is not of the type that aimock documents");
    EXPECT_TRUE(refused(R"({"match": {}, "response": {"content": "a"}, "chunkSize": -1})")
                    .starts_with("f: fixture 1: it cannot be said in a fixture file: "));
    EXPECT_EQ(refused("7"), "f: fixture 1: it needs a `match` and a `response`, both objects");
}

TEST(ImportOfAimock, TakesKeysOut)
{
    const auto made =
        save(R"({"fixtures": [{"match": {}, "response": {"content": "sk-0123456789abcdefghij it is"}}]})",
             "k.json");
    EXPECT_NE(made->text.find("'*** it is'"), std::string::npos) << made->text;
}

}  // namespace
}  // namespace parley::mock
