// For tests: what the service refuses, as rows of the members of a body and the error they get.
#pragma once

#include "mock/wire/test_scripts.hpp"

#include <span>

namespace parley::mock {

struct refused_row {
    std::string_view members;  // of the body, beside what every body has
    std::string_view param;
    std::string_view code;
    std::string_view message;
};

// `{` the beginning that every body has, and the members.
inline std::string body_with(std::string_view begin, std::string_view members)
{
    return "{" + std::string(begin) + (members.empty() ? "" : ",") + std::string(members) + "}";
}

inline void expect_refused(const std::string& path, std::string_view begin, std::span<const refused_row> rows)
{
    for (const auto& row : rows) {
        const auto refused = read_request(post(path, body_with(begin, row.members)), {}).refused;
        ASSERT_TRUE(refused) << row.members;
        EXPECT_EQ(refused->status, 400U) << row.members;
        EXPECT_EQ(refused->type, "invalid_request_error") << row.members;
        EXPECT_EQ(refused->param, row.param) << row.members;
        EXPECT_EQ(refused->code, row.code) << row.members;
        EXPECT_EQ(refused->message, row.message) << row.members;
    }
}

inline void expect_taken(const std::string& path, std::string_view begin,
                         std::initializer_list<std::string_view> bodies)
{
    for (const auto members : bodies) {
        const auto refused = read_request(post(path, body_with(begin, members)), {}).refused;
        EXPECT_FALSE(refused) << members << ": " << (refused ? refused->message : "");
    }
}

}  // namespace parley::mock
