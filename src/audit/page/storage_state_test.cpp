#include "audit/page/storage_state.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace parley::audit {
namespace {

TEST(StorageState, GivesCookiesAsTheBrowserTakesThem)
{
    const auto state = read_storage_state(R"({"cookies":[{"name":"id","value":"1","domain":".a.example",
        "path":"/","expires":-1,"httpOnly":true,"secure":false,"sameSite":"Lax","partitionKey":"x"},
        {"name":"b","value":"","domain":"a.example","path":"/b","expires":4102444800.5}],"origins":[]})");
    ASSERT_TRUE(state) << state.error().detail;
    ASSERT_EQ(state->cookies.size(), 2U);
    EXPECT_EQ(boost::json::serialize(state->cookies[0]),
              R"({"name":"id","value":"1","domain":".a.example","path":"/","httpOnly":true,)"
              R"("secure":false,"sameSite":"Lax"})");
    EXPECT_DOUBLE_EQ(state->cookies[1].at("expires").as_double(), 4102444800.5);
}

TEST(StorageState, GivesLocalStorageByOrigin)
{
    const auto state = read_storage_state(
        R"({"origins":[{"origin":"https://a.example","localStorage":[{"name":"k","value":"v"}]},
                       {"origin":"https://b.example"}]})");
    ASSERT_TRUE(state) << state.error().detail;
    ASSERT_EQ(state->origins.size(), 2U);
    EXPECT_EQ(state->origins[0].origin, "https://a.example");
    EXPECT_EQ(boost::json::serialize(state->origins[0].items), R"([{"name":"k","value":"v"}])");
    EXPECT_TRUE(state->origins[1].items.empty());
}

TEST(StorageState, SaysWhereItIsWrongAndShowsNoValue)
{
    for (const auto* text :
         {"", "[]", R"({"cookies":{}})", R"({"cookies":[{"name":"id","value":"hunter2"}]})",
          R"({"origins":[{"localStorage":[{"name":"k","value":"hunter2"}]}]})",
          R"({"origins":[{"origin":"https://a","localStorage":[{"value":"hunter2"}]}]})"}) {
        const auto state = read_storage_state(text);
        ASSERT_FALSE(state) << text;
        EXPECT_EQ(state.error().code, errc::malformed);
        EXPECT_EQ(state.error().detail.find("hunter2"), std::string::npos) << state.error().detail;
    }
    EXPECT_EQ(read_storage_state(R"({"cookies":[1]})").error().detail,
              "the storage state is not as Playwright saves it: cookies[0] is no object");
}

}  // namespace
}  // namespace parley::audit
