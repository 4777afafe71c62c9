#include "server/v1/embeddings.hpp"

#include "base/run_on_loop.hpp"
#include "server/fake_exchange.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::server::v1 {
namespace {

constexpr std::size_t model_length = 4096;

// Makes vectors of zeros, each as long as it was asked for.
class zeros final : public openai::embedding_model {
public:
    asio::awaitable<result<openai::embeddings>> embed(openai::embedding_request request, deadline) override
    {
        co_await asio::post(asio::use_awaitable);
        if (failure) co_return *failure;
        const auto length = static_cast<std::size_t>(request.dimensions.value_or(model_length));
        co_return openai::embeddings{{request.texts.size(), std::vector<float>(length)}, 1};
    }

    std::optional<error> failure;
};

class Embeddings : public testing::Test {
protected:
    static http::request asking(std::size_t texts, const std::string& members = {})
    {
        boost::json::array input;
        for (std::size_t i = 0; i < texts; ++i) input.emplace_back("a");
        http::request request;
        request.headers.set("Content-Type", "application/json");
        request.body = R"({"model":"m","input":)" + boost::json::serialize(input) + members + "}";
        return request;
    }

    result<void> ask(const http::request& request)
    {
        out_ = std::make_unique<fake_exchange>();
        return run_on_loop(loop_, embed({&model_, "m"}, load_, request, *out_));
    }

    // As a router does: the handler is called when its turn on the loop comes.
    asio::awaitable<result<void>> ask_later(const http::request& request, http::exchange& out)
    {
        const embedding_service with{&model_, "m"};
        co_return co_await embed(with, load_, request, out);
    }

    asio::io_context loop_;
    zeros model_;
    std::shared_ptr<embedding_load> load_ = std::make_shared<embedding_load>();
    std::unique_ptr<fake_exchange> out_;
};

TEST_F(Embeddings, OfManyTextsComeInTheirOrderAndAreWhole)
{
    ASSERT_TRUE(ask(asking(100, R"(,"dimensions":2)")));
    const auto answer = boost::json::parse(out_->answered->body);
    const auto& data = answer.at("data").as_array();
    ASSERT_EQ(data.size(), 100U);
    for (std::size_t i = 0; i < data.size(); ++i) {
        EXPECT_EQ(data[i].at("index"), i);
        EXPECT_EQ(data[i].at("embedding").as_array().size(), 2U);
    }
}

TEST_F(Embeddings, AreBoundedByTheLengthThatTheModelShowed)
{
    EXPECT_TRUE(ask(asking(800))) << "nobody knows yet how long they are";
    const auto refused = ask(asking(800));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::invalid_input);
    EXPECT_EQ(refused.error().detail,
              "an answer may hold 3145728 numbers: of vectors of 4096 that is 768 at most");
    EXPECT_TRUE(ask(asking(800, R"(,"dimensions":8)")));
}

TEST_F(Embeddings, AreMadeForAFewAtATimeAndOthersAreToldToComeBack)
{
    std::vector<fake_exchange> outs(embeddings_at_once_max + 1);
    std::vector<http::request> requests(outs.size(), asking(1));
    std::vector<result<void>> ended(outs.size(), result<void>());
    for (std::size_t i = 0; i < outs.size(); ++i)
        asio::co_spawn(loop_, ask_later(requests[i], outs[i]),
                       [&ended, i](const std::exception_ptr&, result<void> how) { ended[i] = how; });
    loop_.run();
    for (std::size_t i = 0; i < embeddings_at_once_max; ++i) EXPECT_TRUE(ended[i]) << i;
    ASSERT_FALSE(ended.back());
    EXPECT_EQ(ended.back().error().code, errc::upstream_busy) << "429";
    EXPECT_EQ(ended.back().error().retry_after, std::chrono::seconds(1));
    EXPECT_TRUE(ask(asking(1))) << "the others have left";
}

TEST_F(Embeddings, ThatFailGiveTheirPlaceUp)
{
    model_.failure = error{errc::upstream_failed, "broken"};
    for (std::size_t i = 0; i <= embeddings_at_once_max; ++i)
        EXPECT_EQ(ask(asking(1)).error().code, errc::upstream_failed);
    model_.failure.reset();
    EXPECT_TRUE(ask(asking(1)));
}

}  // namespace
}  // namespace parley::server::v1
