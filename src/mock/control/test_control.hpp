// For tests: asks the control plane of a mock without any socket.
#pragma once

#include "mock/control/control_plane.hpp"

#include <boost/json/parse.hpp>

namespace parley::mock {

namespace json = boost::json;

inline http::response ask(mock_state& with, std::string method, std::string name, std::string body = {},
                          http::fields headers = {})
{
    http::request from;
    from.method = std::move(method);
    from.path = std::string(control_prefix) + name;
    if (const auto query = from.path.find('?'); query != std::string::npos) {
        from.query = from.path.substr(query + 1);
        from.path.resize(query);
    }
    from.body = std::move(body);
    from.headers = std::move(headers);
    return answer_control(with, from);
}

inline json::value body_of(const http::response& from)
{
    return json::parse(from.body);
}

inline http::request chat(std::string text)
{
    http::request made;
    made.method = "POST";
    made.path = "/v1/chat/completions";
    made.headers.set("Authorization", "Bearer abcdefgh12345678");
    made.headers.set("Content-Type", "application/json");
    made.body = R"({"model":"m","messages":[{"role":"user","content":")" + std::move(text) + "\"}]}";
    return made;
}

inline constexpr std::string_view one_fixture =
    R"({"version":1,"fixtures":[{"name":"a","reply":"x","calls":1}]})";

}  // namespace parley::mock
