#include "server/document_routes.hpp"

#include "base/run_on_loop.hpp"
#include "base/temporary_folder.hpp"
#include "base/testing/kept_log.hpp"
#include "server/document_json.hpp"
#include "server/fake_exchange.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace parley::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

class DocumentRoutes : public testing::Test {
protected:
    DocumentRoutes() { std::ignore = retrieval::store::open(folder_.path, retrieval::access::write); }
    ~DocumentRoutes() override
    {
        inbox_.stop();
        blocking_.join();
    }

    json::object list(const std::string& query = {})
    {
        http::request request{.method = "GET",
                              .path = "/documents",
                              .query = query,
                              .headers = {{"Sec-Fetch-Site", "same-origin"}},
                              .body = {},
                              .id = "r-1",
                              .peer = {},
                              .until = deadline_after(std::chrono::minutes(1))};
        fake_exchange out;
        const auto handled =
            run_on_loop(loop_, router_.find("GET", "/documents").found->handle(request, out));
        EXPECT_TRUE(handled) << (handled ? "" : handled.error().detail);
        return json::parse(out.answered.value_or(http::response{.body = "{}"}).body).as_object();
    }

    std::string names(const json::object& listed)
    {
        std::string all;
        for (const auto& each : listed.at("documents").as_array())
            all += std::string(each.at("name").as_string()) + ' ';
        return all;
    }

    void send(const std::string& name)
    {
        auto place = inbox_.receive(name, ingest::when_there::refuse);
        ASSERT_TRUE(place);
        ASSERT_TRUE((*place)->write("# A title"));
        ASSERT_TRUE((*place)->keep());
    }

    void wait_until_taken_in() const
    {
        while (!inbox_.under_way().empty()) std::this_thread::yield();
    }

    result<std::vector<retrieval::document>> stored(const std::string& after, std::size_t at_most) const
    {
        const auto store = retrieval::store::open(folder_.path, retrieval::access::read);
        if (!store) return store.error();
        return store->documents_after(after, at_most);
    }

    temporary_folder folder_;
    kept_log log_;
    ingest::inbox inbox_{folder_.path, {}, log_};
    asio::thread_pool blocking_{1};
    asio::io_context loop_;
    std::function<result<std::vector<retrieval::document>>(const std::string&, std::size_t)> list_ =
        [this](const std::string& after, std::size_t at_most) { return stored(after, at_most); };
    http::router router_{document_routes(
        {[this](const std::string& after, std::size_t at_most) { return list_(after, at_most); }, blocking_,
         log_, &inbox_})};
};

TEST_F(DocumentRoutes, ForgetNoDocumentThatIsTakenInWhileTheyAreListed)
{
    send("a.md");
    list_ = [this](const std::string& after, std::size_t at_most) {
        auto found = stored(after, at_most);
        EXPECT_TRUE(inbox_.start(nullptr));
        wait_until_taken_in();
        return found;
    };
    EXPECT_EQ(names(list()), "a.md ");
}

TEST_F(DocumentRoutes, ListADocumentThatIsReadyAndOneThatWaitsOnce)
{
    ASSERT_TRUE(inbox_.start(nullptr));
    send("b.md");
    wait_until_taken_in();
    send("a.md");
    const auto listed = list();
    EXPECT_EQ(names(listed), "a.md b.md ");
    EXPECT_EQ(listed.at("documents").at(1).at("state"), "ready");
    EXPECT_TRUE(listed.at("next").is_null());
    EXPECT_EQ(names(list("after=a.md")), "b.md ");
}

TEST_F(DocumentRoutes, AreReadAPageAtATime)
{
    list_ = [](const std::string& after, std::size_t at_most) {
        std::vector<retrieval::document> found;
        for (int number = after.empty() ? 10'000 : std::stoi(after) + 1; found.size() < at_most; ++number) {
            if (number > 11'000) break;
            found.emplace_back().name = std::to_string(number) + ".md";
        }
        return found;
    };
    const auto first = list();
    EXPECT_EQ(first.at("documents").as_array().size(), listed_documents_max);
    const std::string next(first.at("next").as_string());
    EXPECT_EQ(next, "10999.md");
    const auto last = list("after=" + next);
    EXPECT_EQ(names(last), "11000.md ");
    EXPECT_TRUE(last.at("next").is_null());
}

}  // namespace
}  // namespace parley::server
