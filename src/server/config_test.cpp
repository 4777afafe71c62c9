#include "server/config.hpp"

#include "base/run_on_loop.hpp"
#include "server/fake_exchange.hpp"
#include "server/routes.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

boost::json::object config_of(holding documents)
{
    return boost::json::parse(config_json({"extracts", "", "a note"}, documents)).as_object();
}

TEST(Config, SaysWhetherThereAreDocumentsOnceThatIsKnown)
{
    EXPECT_FALSE(config_of(holding::unknown).contains("documents"));
    EXPECT_EQ(config_of(holding::none).at("documents"), "none");
    EXPECT_EQ(config_of(holding::some).at("documents"), "some");
}

class no_retriever final : public retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request,
                                                                    deadline) override
    {
        co_return std::vector<retrieval::passage>{};
    }
};

TEST(Config, OffersPromptsOfTheClientAndStreamsAsItIsTold)
{
    client_config about{"model", "m", ""};
    auto config = boost::json::parse(config_json(about, holding::some)).as_object();
    EXPECT_EQ(config.at("clientPrompts"), false);
    EXPECT_EQ(config.at("streamingEnabled"), true);
    about.client_prompts = offered::yes;
    about.streaming = offered::no;
    config = boost::json::parse(config_json(about, holding::some)).as_object();
    EXPECT_EQ(config.at("clientPrompts"), true);
    EXPECT_EQ(config.at("streamingEnabled"), false);
}

TEST(Config, OffersTheSearchByVectorsWhereAModelMakesThem)
{
    client_config about{"extracts", "", "a note"};
    for (const bool is_offered : {false, true}) {
        about.vectors = about.reranker = is_offered ? offered::yes : offered::no;
        const auto config = boost::json::parse(config_json(about, holding::some)).as_object();
        EXPECT_EQ(config.at("showVectorOption"), is_offered);
        EXPECT_EQ(config.at("ragSearchTextEmbeddings"), is_offered);
        EXPECT_EQ(config.at("showSemanticRankerOption"), is_offered);
    }
}

TEST(Config, SaysSoOfThisMomentNotOfTheStart)
{
    asio::io_context loop;
    heartbeat beats;
    no_log log;
    no_retriever find;
    const auto write = rag::make_extract_writer();
    auto now = holding::none;
    const http::router router{make_routes({.chat = {{find, *write}, beats, log},
                                           .documents = {},
                                           .readiness = {},
                                           .config = {"extracts", "", ""},
                                           .files = {},
                                           .holdings = [&now] { return now; }})};

    const auto documents = [&] {
        fake_exchange out;
        const auto handled = run_on_loop(loop, router.find("GET", "/config").found->handle({}, out));
        EXPECT_TRUE(handled);
        return boost::json::parse(out.answered.value_or(http::response{}).body).at("documents");
    };
    EXPECT_EQ(documents(), "none");
    now = holding::some;
    EXPECT_EQ(documents(), "some");
}

}  // namespace
}  // namespace parley::server
