#include "server/routes.hpp"

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "server/errors.hpp"
#include "server/fake_exchange.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

class no_retriever final : public retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request,
                                                                    deadline) override
    {
        co_return std::vector<retrieval::passage>{};
    }
};

asio::awaitable<result<std::optional<stored_file>>> no_documents(std::string)
{
    co_return std::optional<stored_file>{};
}

struct small_site {
    asio::io_context loop;
    heartbeat beats;
    no_log log;
    no_retriever find;
    std::unique_ptr<rag::writer> write = rag::make_extract_writer();
    result<void> ready = error{errc::busy, "the index is still being read", std::chrono::seconds(1)};
    http::router router{make_routes({.chat = {{find, *write}, beats, log},
                                     .documents = no_documents,
                                     .readiness = [this] { return ready; },
                                     .config = {"extracts", "", "a note", {"Why?"}},
                                     .files = web_client()})};

    result<http::response> try_to_get(std::string path)
    {
        fake_exchange out;
        const auto matched = router.find("GET", path);
        EXPECT_NE(matched.found, nullptr) << path;
        http::request request;
        request.method = "GET";
        request.path = std::move(path);
        auto handled = run_on_loop(loop, matched.found->handle(std::move(request), out));
        if (!handled) return handled.error();
        return out.answered.value_or(http::response{});
    }

    http::response get(const std::string& path)
    {
        auto answered = try_to_get(path);
        EXPECT_TRUE(answered) << path;
        return answered ? *std::move(answered) : http::response{};
    }
};

TEST(Routes, TellReadinessFromLife)
{
    small_site site;
    EXPECT_EQ(site.get("/healthz").status, 200U);
    // An error as any other, with its code and the id of the request.
    const auto early = site.try_to_get("/readyz");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, errc::busy);
    site.ready = result<void>();
    EXPECT_EQ(site.get("/readyz").status, 200U);
}

// What the public frontend needs to start: see docs/protocol.md, "What clients require".
TEST(Routes, AnswerWhatAClientAsksBeforeTheFirstQuestion)
{
    small_site site;
    EXPECT_EQ(site.get("/.auth/me").body, "[]\n");
    EXPECT_EQ(boost::json::parse(site.get("/auth_setup").body).at("useLogin"), false);
    const auto config = boost::json::parse(site.get("/config").body);
    EXPECT_EQ(config.at("streamingEnabled"), true);
    EXPECT_EQ(config.at("answererNote"), "a note");
    EXPECT_EQ(config.at("exampleQuestions").at(0), "Why?");
}

TEST(Routes, AnUnknownAddressIsNotThePage)
{
    const small_site site;
    EXPECT_EQ(site.router.find("GET", "/chat/history").found, nullptr);
    EXPECT_EQ(site.router.find("GET", "/chat/history").allowed, "");
    EXPECT_EQ(site.router.find("GET", "/chat").found, nullptr);
    EXPECT_EQ(site.router.find("GET", "/chat").allowed, "POST");
}

TEST(Routes, AnswerOnlyToTheNamesOfALocalServer)
{
    const std::vector<std::string> hosts = {"localhost", "127.0.0.1", "[::1]"};
    for (const auto* ours : {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]", "[::1]:8080"})
        EXPECT_TRUE(is_host_of(ours, hosts)) << ours;
    for (const auto* other : {"", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[::2]:80"})
        EXPECT_FALSE(is_host_of(other, hosts)) << other;
}

TEST(Errors, AreJsonWithASentenceACodeAndTheRequest)
{
    http::request about;
    about.id = "r-1";
    no_log log;
    const auto answer = make_error_renderer(log)(
        429, {errc::upstream_busy, "ask again later", std::chrono::seconds(7)}, about);
    EXPECT_EQ(answer.status, 429U);
    const auto body = boost::json::parse(answer.body);
    EXPECT_EQ(body.at("error"), "ask again later");
    EXPECT_EQ(body.at("code"), "rate_limited");
    EXPECT_EQ(body.at("request_id"), "r-1");
    EXPECT_EQ(body.at("retry_after"), 7);
}

// Visitors of the page got the report of the host's login, and learned of a broken store where it lies.
TEST(Errors, KeepWhatConcernsTheMachineForTheLog)
{
    http::request about;
    about.id = "r-1";
    for (const auto code : {errc::storage, errc::credential_unavailable, errc::authentication_failed}) {
        kept_log log;
        const auto answer = make_error_renderer(log)(502, {code, "private/parley.db is corrupt"}, about);
        EXPECT_EQ(answer.body.find("private"), std::string::npos) << answer.body;
        EXPECT_EQ(boost::json::parse(answer.body).at("code").as_string(), std::string(name_of(code)));
        EXPECT_NE(log.lines().find("private/parley.db is corrupt"), std::string::npos) << log.lines();
        EXPECT_NE(log.lines().find("id=r-1"), std::string::npos) << log.lines();
    }
}

}  // namespace
}  // namespace parley::server
