#include "mock/recorder/har_file.hpp"

#include "mock/recorder/import.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

const std::string question = R"({\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]})";
const std::string streamed_question = R"({\"stream\":true,)" + question.substr(1);
const std::string model_url = "https://host/v1/chat/completions";
const std::string json_answer = R"("content":{"mimeType":"application/json","text":"{}"})";

std::string entry(const std::string& url, const std::string& content, const std::string& more = "",
                  const std::string& body = question)
{
    return R"({"request":{"method":"POST","url":")" + url + R"(","headers":[],"postData":{"text":")" + body +
           R"("}},"response":{"status":200,"headers":[{"name":":status","value":"200"})" + more + "]," +
           content + R"(},"timings":{"blocked":50,"dns":-1,"connect":9,"send":1,"wait":20,"receive":30.5}})";
}

imported_file read(const std::string& entries, const import_settings& settings = {})
{
    return read_import(R"({"log":{"version":"1.2","entries":[)" + entries + "]}}", "a.har", settings);
}

std::string reply_of(const imported_file& file)
{
    for (const auto& each : file.mistakes) ADD_FAILURE() << to_line(each);
    for (const auto& each : file.refused) ADD_FAILURE() << to_line(each);
    if (file.exchanges.empty()) return "none";
    const auto text = to_reply_text(file.exchanges.front().answer, file.exchanges.front().of.keys);
    return text ? *text : text.error().detail;
}

std::string why_refused(const imported_file& file)
{
    EXPECT_TRUE(file.exchanges.empty());
    return file.refused.size() == 1 ? to_line(file.refused.front()) : "another number";
}

TEST(HarFile, GivesAWholeAnswerWithTheTimeOfItsEnd)
{
    EXPECT_EQ(reply_of(read(entry(model_url, json_answer))),
              "      - status: 200\n        content_type: 'application/json'\n        body: '{}'\n"
              "        timing: {recorded_ms: [51.5]}\n");
    const auto base64 = R"("content":{"mimeType":"application/json","text":"e30=","encoding":"base64"})";
    EXPECT_NE(reply_of(read(entry(model_url, base64))).find("body: '{}'"), std::string::npos);
}

TEST(HarFile, GivesTheEventsOfAStreamWithTheTimeOfTheFirst)
{
    const auto content =
        R"("content":{"mimeType":"text/event-stream","text":"data: {}\n\ndata: [DONE]\n\n"})";
    EXPECT_EQ(reply_of(read(entry(model_url, content, "", streamed_question))),
              "      - headers:\n          Content-Type: 'text/event-stream'\n"
              "        events:\n          - '{}'\n          - '[DONE]'\n"
              "        timing: {ttft_ms: 21.0}\n        # When the others came is not known.\n");
}

TEST(HarFile, FindsTheApiBelowThePathOfAHost)
{
    const auto name = [](const std::string& url) {
        const auto file = read(entry(url, json_answer));
        return file.exchanges.empty() ? "none" : file.exchanges.front().of.name;
    };
    const auto first = name(model_url);
    EXPECT_NE(first, "none");
    EXPECT_EQ(first, name("https://host/api/v1/chat/completions"));
    EXPECT_EQ(first, name("https://me.openai.azure.com/openai/deployments/m/chat/completions?api-version=1"));
    EXPECT_EQ(name("https://host/api/chat/completions"), "none");
}

TEST(HarFile, NamesRequestsOfNoApiWithoutTheirQueries)
{
    const auto file = read(entry("https://host/page?token=secret", json_answer) + "," +
                           entry("chrome-extension://abc/x", json_answer) + "," +
                           R"({"request":{"method":"OPTIONS","url":")" + model_url + R"("}})");
    EXPECT_EQ(file.others,
              (std::vector<std::string>{"POST https://host/page", "POST chrome-extension://abc/x",
                                        "OPTIONS " + model_url}));
    EXPECT_TRUE(file.refused.empty());
}

TEST(HarFile, SaysWhyAnAnswerCannotBeTakenOver)
{
    const auto about = "a.har: entry 1 (POST " + model_url + "): ";
    EXPECT_EQ(why_refused(read(entry(model_url, R"("content":{"size":12})"))),
              about + "the body of its answer is not in the file: export it with content");
    EXPECT_EQ(why_refused(read(entry(model_url, R"("content":{"encoding":"base64","text":"/wA="})",
                                     R"(,{"name":"Content-Encoding","value":"br"})"))),
              about + "the body of its answer is still compressed: export it decoded");
    EXPECT_EQ(why_refused(read(entry(model_url, json_answer, "", ""))),
              about + "the body of its request is not in the file");
    EXPECT_EQ(why_refused(read(entry(model_url, json_answer, "", "{}"))),
              about + "the mock itself refuses such a request");
    EXPECT_EQ(why_refused(read(R"({"request":{"method":"POST","url":")" + model_url +
                               R"(","postData":{"text":"{}"}},"response":{"status":0}})")),
              about + "it got no answer");
    EXPECT_EQ(why_refused(read(entry(model_url, R"("content":{"encoding":"base64","text":"?"})"))),
              about + "its body says it is base64, and is not");
}

TEST(HarFile, TakesAnAnswerThatIsEmptyAsSuch)
{
    EXPECT_NE(reply_of(read(entry(model_url, R"("content":{"size":0})"))).find("body: ''"),
              std::string::npos);
}

TEST(HarFile, DropsWhatSaysHowTheBodyTravelledAndWhoAsked)
{
    const auto text = reply_of(
        read(entry(model_url, json_answer,
                   R"(,{"name":"content-encoding","value":"gzip"},{"name":"set-cookie","value":"a=b"},)"
                   R"({"name":"x-kept","value":"yes"})")));
    EXPECT_NE(text.find("x-kept: 'yes'"), std::string::npos) << text;
    EXPECT_EQ(text.find("gzip"), std::string::npos) << text;
    EXPECT_EQ(text.find("a=b"), std::string::npos) << text;
}

TEST(HarFile, KnowsTheKeysOfTheRequest)
{
    const auto file = read(entry(model_url + "?api-key=longquerykey",
                                 R"("content":{"mimeType":"a/b","text":"it is longquerykey"})"));
    EXPECT_NE(reply_of(file).find("'it is ***'"), std::string::npos) << reply_of(file);
}

TEST(HarFile, IsWrongAsAWholeWhenAnEntryIsNone)
{
    for (const auto* wrong : {"7", "{}", R"({"request":{"method":"GET"}})"}) {
        const auto file = read(wrong);
        ASSERT_EQ(file.mistakes.size(), 1U) << wrong;
        EXPECT_TRUE(to_line(file.mistakes.front()).starts_with("a.har: entry 1: it ")) << wrong;
    }
}

}  // namespace
}  // namespace parley::mock
