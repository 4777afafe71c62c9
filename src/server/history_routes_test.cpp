#include "server/history_routes.hpp"

#include "base/run_on_loop.hpp"
#include "base/temporary_folder.hpp"
#include "base/testing/kept_log.hpp"
#include "server/fake_exchange.hpp"
#include "server/recording_sink.hpp"
#include "server/visitor.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <fstream>

namespace parley::server {
namespace {

namespace json = boost::json;

const std::string me = "parley_visitor=" + std::string(64, 'a');
const std::string you = "parley_visitor=" + std::string(64, 'b');

class HistoryRoutes : public testing::Test {
protected:
    ~HistoryRoutes() override { keeper_.stop(); }

    struct asked {
        std::string method;
        std::string path;
        std::string body = {};
        std::string cookie = me;
        std::string query = {};
        std::string from_site = "same-origin";
    };

    result<http::response> ask(asked what)
    {
        const auto matched = router_.find(what.method, what.path);
        if (matched.found == nullptr) return error{errc::not_found, "no such route"};
        http::request request{.method = what.method,
                              .path = what.path,
                              .query = what.query,
                              .headers = {{"Content-Type", "application/json"},
                                          {"Cookie", what.cookie},
                                          {"Sec-Fetch-Site", what.from_site}},
                              .body = what.body,
                              .id = "r-1",
                              .peer = {},
                              .until = deadline_after(std::chrono::minutes(1))};
        fake_exchange out;
        auto handled = run_on_loop(loop_, matched.found->handle(std::move(request), out));
        if (!handled) return handled.error();
        return out.answered.value_or(http::response{});
    }

    unsigned status(asked what)
    {
        const auto answered = ask(std::move(what));
        return answered ? answered->status : 0;
    }

    std::string body(asked what)
    {
        const auto answered = ask(std::move(what));
        EXPECT_TRUE(answered) << (answered ? "" : answered.error().detail);
        return answered ? answered->body : "{}";
    }

    std::vector<std::string> questions(const std::string& id)
    {
        std::vector<std::string> found;
        const auto session = json::parse(body({"GET", "/chat_history/sessions/" + id}));
        for (const auto& each : session.at("answers").as_array()) found.emplace_back(each.at(0).as_string());
        return found;
    }

    static std::string turn(const std::string& id)
    {
        return R"({"id":")" + id + R"(","answers":[["Why?",{"output_text":"So.","context":{}}]]})";
    }

    temporary_folder folder_;
    std::filesystem::path data_ = folder_.path / "data";
    history::keeper keeper_{data_, {}, std::chrono::system_clock::now};
    kept_log log_;
    asio::io_context loop_;
    http::router router_{history_routes({&keeper_, offered::yes, offered::yes}, log_)};
};

TEST_F(HistoryRoutes, KeepShowListAndDeleteASession)
{
    EXPECT_EQ(status({"POST", "/chat_history", turn("a")}), 201U);
    EXPECT_EQ(questions("a"), std::vector<std::string>{"Why?"});
    EXPECT_EQ(json::parse(body({"GET", "/chat_history/sessions"})).at("sessions").at(0).at("title"), "Why?");
    EXPECT_EQ(status({"DELETE", "/chat_history/sessions/a"}), 204U);
    EXPECT_EQ(ask({"DELETE", "/chat_history/sessions/a"}).error().code, errc::not_found);
    EXPECT_EQ(ask({"GET", "/chat_history/sessions/a"}).error().code, errc::not_found);
}

TEST_F(HistoryRoutes, ShowAVisitorNothingOfAnothers)
{
    ASSERT_EQ(status({"POST", "/chat_history", turn("a")}), 201U);
    for (const std::string& other : {you, std::string()}) {
        EXPECT_EQ(ask({"GET", "/chat_history/sessions/a", "", other}).error().code, errc::not_found);
        EXPECT_EQ(ask({"GET", "/history/conversations/a", "", other}).error().code, errc::not_found);
        EXPECT_EQ(ask({"DELETE", "/chat_history/sessions/a", "", other}).error().code, errc::not_found);
        EXPECT_EQ(ask({"PATCH", "/history/conversations/a", R"({"title":"x"})", other}).error().code,
                  errc::not_found);
        EXPECT_EQ(body({"GET", "/chat_history/sessions", "", other}),
                  "{\"sessions\":[],\"continuation_token\":null}\n");
        EXPECT_EQ(status({"DELETE", "/history/conversations", "", other}), 204U);
    }
    EXPECT_EQ(questions("a").size(), 1U);
}

TEST_F(HistoryRoutes, SearchRenameExportAndDeleteAll)
{
    ASSERT_EQ(status({"POST", "/chat_history", turn("a")}), 201U);
    EXPECT_EQ(status({"PATCH", "/history/conversations/a", R"({"title":"Reasons"})"}), 204U);
    const auto found = json::parse(body({"GET", "/history/conversations", "", me, "q=reas"}));
    EXPECT_EQ(found.at("sessions").at(0).at("title"), "Reasons");
    EXPECT_EQ(ask({"GET", "/history/conversations"}).error().code, errc::invalid_input);

    const auto exported = ask({"GET", "/history/conversations/a"}).value();
    EXPECT_EQ(json::parse(exported.body).at("turns").at(0).at("answer"), "So.");
    EXPECT_EQ(exported.headers.find("Content-Disposition"), "attachment; filename=\"conversation.json\"");
    EXPECT_EQ(status({"DELETE", "/history/conversations"}), 204U);
    EXPECT_EQ(json::parse(body({"GET", "/chat_history/sessions"})).at("sessions").as_array().size(), 0U);
}

TEST_F(HistoryRoutes, GiveANewVisitorAKeyAndKeepAKnownOnes)
{
    const auto fresh = ask({"GET", "/chat_history/sessions", "", ""}).value();
    ASSERT_TRUE(fresh.headers.find("Set-Cookie"));
    EXPECT_EQ(fresh.headers.find("Set-Cookie")->find(std::string(64, 'a')), std::string_view::npos);
    const auto known = ask({"GET", "/chat_history/sessions"}).value();
    EXPECT_NE(known.headers.find("Set-Cookie").value_or("").find(me), std::string_view::npos);
}

TEST_F(HistoryRoutes, DoNothingForAPageOfAnotherSite)
{
    for (const auto* site : {"cross-site", "same-site"}) {
        asked forged{"POST", "/chat_history", turn("a")};
        forged.from_site = site;
        EXPECT_EQ(ask(forged).error().code, errc::invalid_input);
    }
    EXPECT_EQ(json::parse(body({"GET", "/chat_history/sessions"})).at("sessions").as_array().size(), 0U);
}

TEST_F(HistoryRoutes, FindNothingForWordsThatAreNone)
{
    ASSERT_EQ(status({"POST", "/chat_history", turn("a")}), 201U);
    for (const auto* nothing : {"q=%20", "q=%CC%81"})
        EXPECT_TRUE(json::parse(body({"GET", "/history/conversations", "", me, nothing}))
                        .at("sessions")
                        .as_array()
                        .empty())
            << nothing;
}

TEST_F(HistoryRoutes, TellTheLogNotTheClientWhatIsWrongWithTheDisk)
{
    std::ofstream(data_) << "a file stands where the folder should be";
    const auto refused = ask({"POST", "/chat_history", turn("a")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::busy);
    EXPECT_EQ(refused.error().detail.find(data_.string()), std::string::npos) << refused.error().detail;
    EXPECT_NE(log_.lines().find("history_failed id=r-1 detail=cannot make the data folder"),
              std::string::npos)
        << log_.lines();
}

TEST_F(HistoryRoutes, AreThereOnlyWhenOffered)
{
    EXPECT_TRUE(history_routes({}, log_).empty());
    const http::router only_feedback(history_routes({&keeper_, offered::no, offered::yes}, log_));
    EXPECT_EQ(only_feedback.find("POST", "/chat_history").found, nullptr);
    EXPECT_NE(only_feedback.find("POST", "/feedback").found, nullptr);
    EXPECT_EQ(status({"POST", "/feedback", R"({"run_id":"r-1","rating":"up"})"}), 201U);
}

// Takes what comes, and gives words up when it is asked.
struct listening_sink final : rag::event_sink, rag::held_words {
    asio::awaitable<result<void>> send(rag::event what) override
    {
        events.push_back(std::move(what));
        co_return result<void>{};
    }
    void watch(rag::held_words* words) override { held = words; }
    std::string release(deadline) override { return " [a"; }

    std::vector<rag::event> events;
    rag::held_words* held = nullptr;
};

class Recording : public HistoryRoutes {
protected:
    // An answer as it comes: sources, words, words that were held back, the end.
    void answer(const history_services& with, const http::request& request, chat_request wanted)
    {
        name_conversation(with, wanted);
        session_state_ = wanted.session_state;
        const auto recorder = make_recorder(with, request, wanted, seen_, log_);
        rag::event_sink& sink = recorder ? static_cast<rag::event_sink&>(*recorder) : seen_;
        sink.watch(&seen_);
        rag::sources_event sources;
        sources.passages.emplace_back().citation = "a.md";
        EXPECT_TRUE(run_on_loop(loop_, sink.send(std::move(sources))));
        EXPECT_TRUE(run_on_loop(loop_, sink.send(rag::delta_event{"So"})));
        EXPECT_EQ(seen_.held->release({}), " [a");
        EXPECT_TRUE(run_on_loop(loop_, sink.send(rag::done_event{"length"})));
        sink.watch(nullptr);
        EXPECT_EQ(seen_.events.size(), 3U);
    }

    static http::request request_with(std::string cookie)
    {
        http::request request;
        request.headers = {{"Cookie", std::move(cookie)}};
        request.id = "r-7";
        return request;
    }

    static chat_request question(std::string session_state)
    {
        chat_request wanted;
        wanted.asked.text = "Why?";
        wanted.session_state = std::move(session_state);
        return wanted;
    }

    std::size_t sessions()
    {
        return json::parse(body({"GET", "/chat_history/sessions"})).at("sessions").as_array().size();
    }

    history_services on_{&keeper_, offered::yes, offered::no};
    listening_sink seen_;
    std::string session_state_;
};

TEST_F(Recording, KeepsAnAnswerWithItsSourcesAsItWasSeen)
{
    answer(on_, request_with(me), question(R"("c1")"));
    const auto kept = json::parse(body({"GET", "/history/conversations/c1"})).at("turns").at(0);
    EXPECT_EQ(kept.at("question"), "Why?");
    EXPECT_EQ(kept.at("answer"), "So [a\n\n(The answer is incomplete: the model reached its length limit.)");
    EXPECT_EQ(kept.at("run_id"), "r-7");
    EXPECT_EQ(kept.at("context").at("data_points").at("citations").at(0), "a.md");
}

TEST_F(Recording, NamesANewConversation)
{
    answer(on_, request_with(me), question("null"));
    EXPECT_EQ(session_state_.size(), 34U) << session_state_;
    EXPECT_EQ(questions(session_state_.substr(1, 32)), std::vector<std::string>{"Why?"});
}

TEST_F(Recording, KeepsNothingOfStrangersOfOtherStatesOrWhenItIsOff)
{
    answer(on_, request_with(""), question("null"));
    seen_.events.clear();
    answer(on_, request_with(me), question(R"({"a":1})"));
    seen_.events.clear();
    answer({}, request_with(me), question("null"));
    EXPECT_EQ(session_state_, "null");
    EXPECT_EQ(sessions(), 0U);
}

TEST_F(Recording, LetsTheAnswerGoOnWhenTheDiskDoesNot)
{
    std::ofstream(data_) << "a file stands where the folder should be";
    answer(on_, request_with(me), question(R"("c1")"));
    EXPECT_NE(log_.lines().find("answer_not_kept id=r-7 detail=cannot make"), std::string::npos)
        << log_.lines();
}

}  // namespace
}  // namespace parley::server
