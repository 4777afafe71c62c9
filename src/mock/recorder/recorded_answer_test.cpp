// What is recorded is played back by the mock's own reader and scripts, and compared with what came.
#include "mock/recorder/recorded_answer.hpp"

#include "mock/fixtures/fixture_reader.hpp"
#include "mock/match.hpp"
#include "mock/recorder/recorded_request.hpp"
#include "mock/wire/test_scripts.hpp"

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

recorded_answer stream_of(std::vector<std::string> pieces)
{
    recorded_answer made;
    made.headers = {{"content-type", "text/event-stream; charset=utf-8"}};
    auto at = 10ms;
    for (auto& piece : pieces) {
        made.pieces.push_back({at, std::move(piece)});
        at += 5ms;
    }
    return made;
}

recorded_answer whole(unsigned status, std::string type, std::string body)
{
    recorded_answer made;
    made.status = status;
    made.headers = {{"Content-Type", std::move(type)}};
    made.pieces = {{12ms, std::move(body)}};
    return made;
}

std::string text_of(const recorded_answer& from)
{
    const auto text = to_reply_text(from, {});
    return text ? *text : text.error().detail;
}

acted replayed(const recorded_answer& from)
{
    auto read = read_fixtures("version: 1\nfixtures:\n  - name: a\n    replies:\n" + text_of(from), "f");
    for (const auto& each : read.mistakes) ADD_FAILURE() << to_line(each) << "\n" << text_of(from);
    if (read.fixtures.empty()) return {};
    const auto asking = read_good(
        post("/v1/chat/completions", R"({"model":"m","messages":[{"role":"user","content":"Q"}]})"));
    return act_out(asking, *read.fixtures[0].replies[0].fixed);
}

std::string bytes_of(const recorded_answer& from)
{
    std::string all;
    for (const auto& piece : from.pieces) all += piece.bytes;
    return all;
}

TEST(RecordedAnswer, WritesAStreamAsItsEventsWithTheirTimes)
{
    const auto came = stream_of({"data: {\"a\":\"it's\"}\n\n", "event: x\ndata: 2\n\ndata: [DONE]\n\n"});
    EXPECT_EQ(text_of(came),
              "      - headers:\n"
              "          content-type: 'text/event-stream; charset=utf-8'\n"
              "        events:\n"
              "          - '{\"a\":\"it''s\"}'\n"
              "          - {event: 'x', data: '2'}\n"
              "          - '[DONE]'\n"
              "        timing: {recorded_ms: [10.0, 15.0, 15.0]}\n");
    const auto played = replayed(came);
    EXPECT_EQ(played.bytes, bytes_of(came));
    EXPECT_EQ(played.waits, (std::vector<std::chrono::nanoseconds>{10ms, 5ms}));
    EXPECT_EQ(played.head->headers.find("Content-Type"), "text/event-stream; charset=utf-8");
}

// Wherever the wire cuts a stream, the same bytes come back, in pieces where a cut goes through an event.
TEST(RecordedAnswer, GivesTheSameBytesHoweverTheStreamWasCut)
{
    const std::string stream = "event: a\ndata: \xc3\xa9\n\ndata: {\"b\":1}\n\ndata: [DONE]\n\n";
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        const auto came = stream_of({stream.substr(0, cut), stream.substr(cut)});
        const auto played = replayed(came);
        EXPECT_EQ(played.bytes, stream) << "cut at " << cut;
        EXPECT_EQ(played.waits.size(), 2U) << "cut at " << cut;
    }
}

TEST(RecordedAnswer, KeepsFramingThatEventsCannotSay)
{
    for (const std::string stream :
         {"data:{\"a\":1}\n\n", "data: 1\r\n\r\n", ": keep-alive\n\ndata: 1\n\n", "id: 1\ndata: 1\n\n",
          "data: 1\ndata: 2\n\n", "data: 1\n", "event: \ndata: 1\n\n", "data: \xff\n\n", "\n\n"}) {
        const auto played = replayed(stream_of({stream}));
        EXPECT_EQ(played.bytes, stream) << text_of(stream_of({stream}));
        EXPECT_EQ(played.head->headers.find("Content-Type"), "text/event-stream; charset=utf-8");
    }
}

TEST(RecordedAnswer, KeepsWholeAnswersErrorsAndBytesThatAreNoText)
{
    auto limited = whole(429, "application/json", "{\"error\":{\"message\":\"Slow\\ndown\"}}\n");
    limited.headers.add("retry-after", "2");
    const auto played = replayed(limited);
    EXPECT_EQ(played.head->status, 429U);
    EXPECT_EQ(played.head->headers.find("retry-after"), "2");
    EXPECT_EQ(played.head->headers.find("content-type"), "application/json");
    EXPECT_EQ(played.bytes, bytes_of(limited));
    EXPECT_EQ(played.waits, (std::vector<std::chrono::nanoseconds>{12ms}));
    std::string all_bytes;
    for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
    EXPECT_EQ(replayed(whole(200, "audio/mpeg", all_bytes)).bytes, all_bytes);
    EXPECT_EQ(replayed(whole(200, "text/plain", "\x01\x7f\t tail ")).bytes, "\x01\x7f\t tail ");
    EXPECT_EQ(replayed(whole(502, "text/html", "")).bytes, "");
}

TEST(RecordedAnswer, KeepsHowAnAnswerBrokeOff)
{
    auto came = stream_of({"data: 1\n\n", "data: 2\n\n"});
    came.how = recorded_answer::ending::closed;
    EXPECT_EQ(replayed(came).bytes, bytes_of(came));
    EXPECT_EQ(replayed(came).how, ending::cut);
    came.how = recorded_answer::ending::silent;
    EXPECT_EQ(replayed(came).how, ending::stall);
    came.how = recorded_answer::ending::reader_left;
    EXPECT_EQ(replayed(came).how, ending::cut);
    EXPECT_NE(text_of(came).find("# The client left here"), std::string::npos);
    auto broken = whole(200, "application/json", "{\"half\":");
    broken.how = recorded_answer::ending::closed;
    EXPECT_EQ(replayed(broken).bytes, "{\"half\":");
    EXPECT_EQ(replayed(broken).how, ending::cut);
    recorded_answer nothing;
    nothing.how = recorded_answer::ending::closed_before_head;
    EXPECT_EQ(replayed(nothing).order, "");
    EXPECT_EQ(replayed(nothing).how, ending::cut);
}

TEST(RecordedAnswer, TakesKeysOutAndRefusesThoseThatComeInParts)
{
    const auto clean = text_of(stream_of({"data: {\"content\":\"sk-0123456789abcdefghij\"}\n\n"}));
    EXPECT_NE(clean.find("'{\"content\":\"***\"}'"), std::string::npos) << clean;
    const auto parts =
        stream_of({"data: {\"delta\":\"sk-01234\"}\n\n", "data: {\"delta\":\"56789abcdefghij\"}\n\n"});
    EXPECT_FALSE(to_reply_text(parts, {}));
    const auto split = stream_of({"data: {\"x\":\"sk-01234", "56789abcdefghij\"}\n\n"});
    EXPECT_FALSE(to_reply_text(split, {}));
    auto plain = split;
    plain.headers = {{"content-type", "text/plain"}};
    EXPECT_NE(text_of(plain).find("body: \"data: {\\\"x\\\":\\\"***"), std::string::npos) << text_of(plain);
    auto header = whole(200, "text/plain", "x");
    header.headers.add("x-echo", "sk-0123456789abcdefghij");
    EXPECT_EQ(text_of(header).find("x-echo"), std::string::npos);
}

// As json.dumps of Python and encoding/json of Go write it.
TEST(RecordedAnswer, TakesOutWhatIsMaskedHoweverJsonEscapesIt)
{
    key_finder keys;
    keys.add_masked({"Zo\xc3\xab M\xc3\xbcller", "Ann & Bob Company"});
    for (const std::string escaped : {R"(Zo\u00eb M\u00fcller)", R"(Ann \u0026 Bob Company)"}) {
        const auto event = "data: {\"content\":\"by " + escaped + "\",\"n\":1.0}\n\n";
        const auto body = to_reply_text(whole(200, "application/json", event.substr(6)), keys);
        ASSERT_TRUE(body) << escaped;
        EXPECT_NE(body->find("{\\\"content\\\":\\\"by ***\\\",\\\"n\\\":1.0}"), std::string::npos) << *body;
        const auto events = to_reply_text(stream_of({event}), keys);
        ASSERT_TRUE(events) << escaped;
        EXPECT_NE(events->find("- '{\"content\":\"by ***\",\"n\":1.0}'"), std::string::npos) << *events;
        const auto pieces = to_reply_text(stream_of({": a comment\n\n" + event}), keys);
        ASSERT_TRUE(pieces) << escaped;
        EXPECT_EQ(pieces->find("0026"), std::string::npos) << *pieces;
        EXPECT_EQ(pieces->find("00eb"), std::string::npos) << *pieces;
        EXPECT_FALSE(to_reply_text(stream_of({event.substr(0, 28), event.substr(28)}), keys));  // in two
    }
    // Arguments are JSON in JSON, and come in parts.
    const auto arguments = stream_of({R"(data: {"arguments":"{\"who\":\"Ann"})"
                                      "\n\n",
                                      R"(data: {"arguments":" \\u0026 Bob Company\"}"})"
                                      "\n\n"});
    EXPECT_TRUE(to_reply_text(arguments, {}));
    EXPECT_FALSE(to_reply_text(arguments, keys));
}

asked ask_for(const std::string& body, const std::string& path = "/v1/chat/completions")
{
    return read_good(post(path, body));
}

TEST(RecordedRequest, IsTheSameForTheSameQuestionAndOnlyForThat)
{
    const auto name = [](const asked& of) { return describe(of, {}).name; };
    const std::string q = R"("messages":[{"role":"user","content":"Q"}])";
    const auto first = name(ask_for(R"({"model":"m",)" + q + R"(,"user":"a"})"));
    EXPECT_EQ(first, name(ask_for("{" + q + R"(,"user":"b","model":"m"})")));
    for (const auto& other : {R"({"model":"n",)" + q + "}", R"({"model":"m","stream":true,)" + q + "}",
                              R"({"model":"m","temperature":1,)" + q + "}",
                              std::string(R"({"model":"m","messages":[{"role":"user","content":"R"}]})")})
        EXPECT_NE(first, name(ask_for(other))) << other;
    const auto listed = R"({"model":"m","input":["a","b"]})";
    EXPECT_NE(name(ask_for(listed, "/v1/embeddings")),
              name(ask_for(R"({"model":"m","input":["a","c"]})", "/v1/embeddings")));
}

// The conditions are read by the reader of fixtures and must be true of what they were made from.
TEST(RecordedRequest, IsTrueOfWhatItWasMadeFrom)
{
    const std::string key = "sk-0123456789abcdefghij";
    const std::string words(3000, 'w');
    for (const auto& text : {std::string("it's \\\"quoted\\\", {flow}: # and\\nlines"), words, key}) {
        const auto asking =
            ask_for(R"({"model":"m","messages":[{"role":"user","content":")" + text + R"("}]})");
        const auto made = describe(asking, {});
        EXPECT_EQ(made.conditions.find(key), std::string::npos);
        EXPECT_LT(made.conditions.size(), 1500U);
        const auto read = read_fixtures(
            "version: 1\nfixtures:\n  - name: a\n    when: " + made.conditions + "\n    reply: x\n", "f");
        ASSERT_TRUE(read.mistakes.empty()) << to_line(read.mistakes.front());
        EXPECT_TRUE(holds(read.fixtures[0].when, facts(asking, 1))) << made.conditions;
    }
}

TEST(RecordedRequest, HoldsNothingThatIsMaskedAndIsTrueWhateverStandsThere)
{
    const auto asking = [](const std::string& text) {
        return ask_for(R"({"model":"m","messages":[{"role":"user","content":")" + text + R"("}]})");
    };
    const std::vector<body_path> contents = {*read_body_path("messages.*.content")};
    const auto made = describe(asking("I am Ann"), {}, contents);
    EXPECT_EQ(made.conditions.find("Ann"), std::string::npos) << made.conditions;
    EXPECT_EQ(made.name, describe(asking("I am Bob"), {}, contents).name);
    const auto read = read_fixtures(
        "version: 1\nfixtures:\n  - name: a\n    when: " + made.conditions + "\n    reply: x\n", "f");
    ASSERT_TRUE(read.mistakes.empty()) << to_line(read.mistakes.front());
    EXPECT_TRUE(holds(read.fixtures[0].when, facts(asking("I am Bob"), 1)));
    auto other = asking("I am Bob");
    other.body["temperature"] = 1;
    EXPECT_FALSE(holds(read.fixtures[0].when, facts(other, 1)));
    const std::vector<body_path> user = {*read_body_path("user")};
    EXPECT_NE(describe(asking("I am Ann"), {}, user).conditions.find("I am Ann"), std::string::npos);
    EXPECT_EQ(describe(asking("I am Ann"), {}, user).conditions, describe(asking("I am Ann"), {}).conditions);
}

}  // namespace
}  // namespace parley::mock
