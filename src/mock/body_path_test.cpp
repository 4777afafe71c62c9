#include "mock/body_path.hpp"

#include "mock/body_hash.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using texts = std::vector<std::string>;

constexpr auto request =
    R"({"user":"ann","seed":7,"metadata":{"a.b":"one","c":"two"},
        "messages":[{"role":"user","content":"hi"},
                    {"role":"user","content":[{"type":"text","text":"ho"}]}]})";

texts named_by(std::string_view path)
{
    const auto read = read_body_path(path);
    EXPECT_TRUE(read) << path;
    return texts_at({*read}, boost::json::parse(request));
}

TEST(BodyPath, NamesMembersItemsAndAllOfThem)
{
    EXPECT_EQ(named_by("user"), texts{"ann"});
    EXPECT_EQ(named_by("seed"), texts{"7"});
    EXPECT_EQ(named_by("metadata.*"), (texts{"one", "two"}));
    EXPECT_EQ(named_by("/metadata/a.b"), texts{"one"});
    EXPECT_EQ(named_by("messages.0.content"), texts{"hi"});
    EXPECT_EQ(named_by("messages.*.content"), (texts{"hi", "text", "ho"}));
    EXPECT_EQ(named_by("messages.*.content.*.text"), texts{"ho"});
    EXPECT_EQ(named_by("messages.9.content"), texts{});
    EXPECT_EQ(named_by("user.name"), texts{});
}

TEST(BodyPath, SaysWhatWasMeant)
{
    for (const auto* wrong : {"", "/", "a..b", ".a", "a.", "/a//b"})
        EXPECT_NE(read_body_path(wrong).error().detail.find("a step without a name"), std::string::npos)
            << wrong;
    for (const auto* wrong : {"$.messages", "messages[*].content"})
        EXPECT_NE(read_body_path(wrong).error().detail.find("* for each item"), std::string::npos) << wrong;
    EXPECT_EQ(read_body_path("/a~1b/~0c")->steps, (texts{"a/b", "~c"}));
}

TEST(BodyPath, LeavesWhatItNamesOutOfTheHash)
{
    const auto hash = [](std::string body, const std::vector<body_path>& but) {
        return body_hash(boost::json::parse(body).as_object(), but);
    };
    const std::string other =
        R"({"user":"ann","seed":7,"metadata":{"a.b":"one","c":"two"},
            "messages":[{"role":"user","content":"HI"},{"role":"user","content":"HO"}]})";
    const std::vector<body_path> contents = {*read_body_path("messages.*.content")};
    EXPECT_EQ(hash(request, contents), hash(other, contents));
    EXPECT_NE(hash(request, {}), hash(other, {}));
    EXPECT_NE(hash(request, contents), hash(request, {}));
    const std::vector<body_path> first = {*read_body_path("messages.0.content")};
    EXPECT_NE(hash(request, first), hash(other, first));
}

}  // namespace
}  // namespace parley::mock
