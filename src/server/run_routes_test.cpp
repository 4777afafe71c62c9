#include "server/run_routes.hpp"

#include "base/testing/kept_log.hpp"
#include "rag/test_services.hpp"
#include "server/fake_exchange.hpp"
#include "server/held_model.hpp"
#include "server/run_reader.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <regex>

namespace parley::server {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string me = "parley_visitor=" + std::string(64, 'a');
const std::string you = "parley_visitor=" + std::string(64, 'b');

// One request and what came of it.
struct client {
    std::string lines() const
    {
        std::string without_beats;
        for (const auto& bytes : out.writes)
            if (bytes != "\n") without_beats += bytes;
        return without_beats;
    }

    std::string run_id() const
    {
        return out.answered ? std::string(out.answered->headers.find(run_header).value_or("")) : "";
    }

    unsigned status() const { return out.answered ? out.answered->status : 0; }

    errc failure() const { return ended && !*ended ? ended->error().code : errc{}; }

    // A reader that leaves: the session cancels the handler.
    void leave() { gone.emit(asio::cancellation_type::terminal); }

    fake_exchange out;
    asio::cancellation_signal gone;
    std::optional<result<void>> ended;
};

class RunRoutes : public testing::Test {
protected:
    ~RunRoutes() override
    {
        for (auto& one : clients_) one.leave();
        stop_server(deadline_after(0s));
        loop_.run();
    }

    client* send(std::string method, std::string path, std::string query = {}, const std::string& cookie = {},
                 const std::string& overrides = {})
    {
        http::request request{
            .method = method,
            .path = path,
            .query = std::move(query),
            .headers = {{"Content-Type", "application/json"}, {"Cookie", cookie}},
            .body = R"({"messages":[{"role":"user","content":"why?"}],"context":{"overrides":{)" + overrides +
                    "}}}",
            .id = "r-1",
            .peer = {},
            .until = deadline_after(1min)};
        auto* const one = &clients_.emplace_back();
        const auto matched = router_.find(method, path);
        auto work = matched.found->handle(std::move(request), one->out);
        asio::co_spawn(loop_, std::move(work),
                       asio::bind_cancellation_slot(
                           one->gone.slot(), [to = one](std::exception_ptr thrown, result<void> outcome) {
                               to->ended = thrown ? result<void>(error{errc::closed, "left"}) : outcome;
                           }));
        settle();
        return one;
    }

    client* ask(const std::string& cookie = {}, const std::string& more = {})
    {
        return send("POST", "/chat/stream", {}, cookie, R"("resumable":true)" + more);
    }

    client* resume(const std::string& id, const std::string& query = {}, const std::string& cookie = {})
    {
        return send("GET", "/runs/" + id, query, cookie);
    }

    // All that can happen now happens.
    void settle()
    {
        loop_.restart();
        loop_.poll();
    }

    void say(const held_model::piece& next)
    {
        model_.say(next);
        settle();
    }

    void say(const char* words) { say(held_model::piece(words)); }

    void finish_answer() { say(held_model::piece(std::nullopt)); }

    void leave(client& one)
    {
        one.leave();
        settle();
    }

    void tick(std::chrono::seconds later = 0s)
    {
        beats_.tick(std::chrono::steady_clock::now() + later);
        settle();
    }

    void stop_server(deadline grace)
    {
        asio::co_spawn(loop_, host_.stop(grace), [](std::exception_ptr) {});
        settle();
    }

    std::list<client> clients_;
    asio::io_context loop_;
    heartbeat beats_;
    kept_log log_;
    rag::scripted_retriever find_;
    held_model model_{loop_};
    runs::registry all_{{.kept = 60s, .each = {.lines_max = 6, .readers_max = 3}}};
    run_host host_{loop_.get_executor(), all_, beats_, log_, {.patience = 30s, .runs_max = 2}};
    chat_services services_{{find_, model_}, beats_, log_, {}, {}, {}, &host_};
    http::router router_{[this] {
        auto routes = run_routes(services_);
        routes.push_back({"POST", "/chat/stream", [this](http::request request, http::exchange& out) {
                              return stream_chat(services_, std::move(request), out);
                          }});
        return routes;
    }()};
};

std::string without_times(const std::string& lines)
{
    static const std::regex time("\"elapsed_ms\":[0-9.]+");
    return std::regex_replace(lines, time, "");
}

std::vector<std::int64_t> numbers_of(const std::string& lines)
{
    std::vector<std::int64_t> numbers;
    for (std::size_t begin = 0, end = 0; (end = lines.find('\n', begin)) != std::string::npos;
         begin = end + 1)
        numbers.push_back(json::parse(lines.substr(begin, end - begin)).at("sequence_number").as_int64());
    return numbers;
}

std::vector<std::int64_t> up_to(std::int64_t last)
{
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(last) + 1);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
    return numbers;
}

TEST_F(RunRoutes, AnAnswerReadAtOnceIsTheSameBytesAsAnOrdinaryOne)
{
    auto* const ordinary = send("POST", "/chat/stream");
    say("One ");
    finish_answer();
    auto* const resumable = ask();
    say("One ");
    finish_answer();
    EXPECT_EQ(ordinary->run_id(), "");
    EXPECT_EQ(resumable->run_id().size(), 32U);
    EXPECT_EQ(without_times(resumable->lines()), without_times(ordinary->lines()));
    EXPECT_TRUE(resumable->out.finished);
    EXPECT_EQ(all_.size(), 1U);
}

TEST_F(RunRoutes, GoesOnWithoutItsReaderAndTheNextOneMissesAndRepeatsNothing)
{
    auto* const first = ask();
    say("One ");
    leave(*first);
    EXPECT_EQ(model_.streams(), 1);
    say("two ");
    auto* const second = resume(first->run_id(), "after=1");
    EXPECT_EQ(second->run_id(), first->run_id());
    say("three.");
    finish_answer();
    EXPECT_TRUE(second->out.finished);
    EXPECT_EQ(numbers_of(first->lines() + second->lines()), up_to(4));
    auto* const reloaded = resume(first->run_id());
    EXPECT_EQ(reloaded->lines(), first->lines() + second->lines());
}

TEST_F(RunRoutes, IsReadByTwoWhoCameBackAtOnce)
{
    auto* const first = ask();
    say("One ");
    leave(*first);
    auto* const second = resume(first->run_id(), "after=0");
    auto* const third = resume(first->run_id(), "after=1");
    say("two ");
    finish_answer();
    EXPECT_EQ(numbers_of(second->lines()), (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(numbers_of(third->lines()), (std::vector<std::int64_t>{2, 3}));
}

TEST_F(RunRoutes, CanBeReadAgainForAWhileAfterItsEnd)
{
    auto* const first = ask();
    say("One ");
    finish_answer();
    auto* const at_the_end = resume(first->run_id(), "after=2");
    EXPECT_TRUE(at_the_end->out.finished);
    EXPECT_EQ(at_the_end->lines(), "");
    EXPECT_EQ(resume(first->run_id(), "after=-1")->lines(), first->lines());
    tick(61s);
    EXPECT_EQ(resume(first->run_id())->failure(), errc::not_found);
}

TEST_F(RunRoutes, EndsTheModelsCallWhenNobodyComesBackInTime)
{
    auto* const first = ask();
    say("One ");
    leave(*first);
    tick(29s);
    EXPECT_EQ(model_.streams(), 1);
    tick(31s);
    EXPECT_EQ(model_.streams(), 0);
    EXPECT_NE(resume(first->run_id())->lines().find("nobody read it"), std::string::npos);
}

TEST_F(RunRoutes, EndsTheModelsCallWithAReaderThatLeftBeforeTheHead)
{
    auto* const first = ask();
    EXPECT_EQ(model_.streams(), 1);
    EXPECT_FALSE(first->out.head_sent());
    leave(*first);
    EXPECT_EQ(model_.streams(), 0);
}

TEST_F(RunRoutes, EndsTheLongestUnreadWhenTooManyAre)
{
    std::vector<client*> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(ask());
        say("One ");
    }
    for (auto* const one : clients) leave(*one);
    tick();
    EXPECT_EQ(model_.streams(), 2);
    EXPECT_NE(resume(clients[0]->run_id())->lines().find("nobody read it"), std::string::npos);
}

TEST_F(RunRoutes, StopEndsTheModelsCallAtOnceAndTellsWhoReads)
{
    auto* const first = ask();
    say("One ");
    auto* const stop = send("DELETE", "/runs/" + first->run_id());
    EXPECT_EQ(stop->status(), 204U);
    EXPECT_EQ(model_.streams(), 0);
    EXPECT_NE(first->lines().find(R"("error":"The answer was stopped.","code":"cancelled")"),
              std::string::npos);
    EXPECT_EQ(numbers_of(first->lines()), up_to(2));
    EXPECT_EQ(resume(first->run_id())->failure(), errc::not_found);
    EXPECT_EQ(send("DELETE", "/runs/" + first->run_id())->failure(), errc::not_found);
}

TEST_F(RunRoutes, IsNothingToAnotherVisitor)
{
    auto* const first = ask(me);
    say("One ");
    EXPECT_EQ(resume(first->run_id(), "after=0", you)->failure(), errc::not_found);
    EXPECT_EQ(resume(first->run_id(), "after=0")->failure(), errc::not_found);
    EXPECT_EQ(send("DELETE", "/runs/" + first->run_id(), {}, you)->failure(), errc::not_found);
    EXPECT_EQ(model_.streams(), 1);
    EXPECT_EQ(resume(first->run_id(), "after=0", me)->status(), 200U);
}

TEST_F(RunRoutes, RefusesAPlaceThatIsNone)
{
    auto* const first = ask();
    say("One ");
    for (const auto* const query :
         {"after=", "after=x", "after=1x", "after=-2", "after=1.5", "after=2", "after=99999999999999999999"})
        EXPECT_EQ(resume(first->run_id(), query)->failure(), errc::invalid_input) << query;
    EXPECT_EQ(resume("unknown", "after=0")->failure(), errc::not_found);
}

TEST_F(RunRoutes, SaysThatAPlaceIsGoneWhenTheRingHasOverflown)
{
    auto* const first = ask();
    say("One ");
    leave(*first);
    for (int i = 0; i < 10; ++i) say("more ");
    auto* const late = resume(first->run_id(), "after=1");
    EXPECT_EQ(late->status(), 410U);
    EXPECT_NE(late->out.answered->body.find("not kept any more"), std::string::npos);
    EXPECT_EQ(resume(first->run_id(), "after=10")->status(), 200U);
}

TEST_F(RunRoutes, TakesNoMoreReadersThanItMay)
{
    auto* const first = ask();
    say("One ");
    resume(first->run_id());
    resume(first->run_id());
    EXPECT_EQ(resume(first->run_id())->failure(), errc::busy);
}

TEST_F(RunRoutes, AModelThatSaysNoAtOnceIsAStatus)
{
    model_.refusal = error{errc::upstream_busy, "later", 12s};
    EXPECT_EQ(ask()->failure(), errc::upstream_busy);
}

TEST_F(RunRoutes, AFailureInTheMiddleIsTheLastNumberedLineAlsoForThoseWhoComeBack)
{
    auto* const first = ask();
    say("One ");
    leave(*first);
    say(error{errc::authentication_failed, "a secret of the machine"});
    auto* const second = resume(first->run_id(), "after=1");
    EXPECT_TRUE(second->out.finished);
    EXPECT_EQ(numbers_of(second->lines()), std::vector<std::int64_t>{2});
    EXPECT_NE(second->lines().find(R"("code":"authentication_failed")"), std::string::npos);
    EXPECT_EQ(second->lines().find("secret"), std::string::npos);
}

TEST_F(RunRoutes, SendsTheHeadToThoseWhoComeBackAndBeatsWhileTheModelIsSilent)
{
    auto* const first = ask();
    say("One ");
    auto* const second = resume(first->run_id(), "after=1");
    EXPECT_TRUE(second->out.head_sent());
    tick(11s);
    EXPECT_EQ(first->out.writes.back(), "\n");
    EXPECT_EQ(second->out.writes.back(), "\n");
}

TEST_F(RunRoutes, SendsHeldSourcesWhenTheModelIsSlow)
{
    auto* const first = ask();
    EXPECT_EQ(first->lines(), "");
    tick(1s);
    EXPECT_NE(first->lines().find("response.context"), std::string::npos);
    EXPECT_EQ(first->run_id().size(), 32U);
}

TEST_F(RunRoutes, AServerThatStopsTellsReadersAfterItsGraceAndEndsTheRestAtOnce)
{
    auto* const read = ask();
    say("One ");
    auto* const unread = ask();
    say("One ");
    leave(*unread);
    stop_server(deadline_after(1min));
    EXPECT_EQ(model_.streams(), 1);
    EXPECT_FALSE(read->out.finished);
    finish_answer();
    EXPECT_EQ(model_.streams(), 0);
    EXPECT_TRUE(read->out.finished);
    EXPECT_EQ(read->lines().find("error"), std::string::npos);
}

TEST_F(RunRoutes, AServerThatStopsAtOnceEndsTheModelsCallAndSaysSo)
{
    auto* const read = ask();
    say("One ");
    stop_server(deadline_after(0s));
    EXPECT_EQ(model_.streams(), 0);
    EXPECT_TRUE(read->out.finished);
    EXPECT_NE(read->lines().find("being stopped"), std::string::npos);
    EXPECT_EQ(ask()->run_id(), "") << "none begins any more";
}

}  // namespace
}  // namespace parley::server
