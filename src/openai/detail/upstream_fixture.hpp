// For tests: one call to a scripted model host, on a loop of its own.
#pragma once

#include "http/testing/scripted_origin.hpp"
#include "openai/detail/upstream.hpp"

namespace parley::openai {

extern const std::string one_answer;  // status 200, `{}`, request id req_1

std::string refusal(const std::string& status, const std::string& code = "x", const std::string& fields = "");

struct talk {
    std::vector<http::testing::connection_script> scripts;
    endpoint where = {};  // its base is the scripted origin's
    std::string path = "/v1";
    std::chrono::milliseconds patience = std::chrono::seconds(10);
    http::client_limits limits = {};

    std::optional<answer> got = {};
    std::optional<error> failure = {};
    std::vector<std::string> requests = {};
};

asio::awaitable<bool> ask(talk& script, upstream& host);
talk run(talk script);

// Expects `code`, `words` in its detail, and nothing of what the host wrote.
void expect_failure(talk script, errc code, std::string_view words, std::size_t requests);

bool has_line(const std::string& request, const std::string& line);

}  // namespace parley::openai
