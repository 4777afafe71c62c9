// For tests: logins without sockets, at a time that stands still.
#pragma once

#include "base/base64.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/identity/jwt.hpp"
#include "mock/identity/login_answer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace parley::mock {

inline constexpr login_time test_time{std::chrono::seconds(1'800'000'000)};  // 2027-01-15 08:00:00
inline constexpr std::string_view test_tenant = "22222222-2222-2222-2222-222222222222";
inline constexpr std::string_view test_audience = "https://cognitiveservices.azure.com";

// One for all tests of a program: it takes a while to make.
inline const signing_key& test_key()
{
    static const signing_key made = make_signing_key();
    return made;
}

struct login_test {
    login_state state;
    std::uint64_t number = 0;

    explicit login_test(login_settings settings = {})
    {
        state.settings = std::move(settings);
        state.keys.add(test_key());
    }

    login_answer ask(http::request from, login_time now = test_time)
    {
        from.headers.set("Host", "mock.test:8080");
        const auto at = find_login_source(from);
        if (!at) return {{404, {}, "no login endpoint"}};
        return answer_login(state, from, *at, now, ++number);
    }

    // A form to the token endpoint of the tenant.
    http::response post(std::string form, const std::string& tenant = std::string(test_tenant))
    {
        http::request from;
        from.method = "POST";
        from.path = "/" + tenant + "/oauth2/v2.0/token";
        from.body = std::move(form);
        return ask(std::move(from)).response;
    }

    http::response get(std::string path, http::fields headers = {})
    {
        http::request from;
        from.method = "GET";
        from.headers = std::move(headers);
        const auto query = path.find('?');
        if (query != std::string::npos) from.query = path.substr(query + 1);
        from.path = path.substr(0, query);
        return ask(std::move(from)).response;
    }

    http::response imds(const std::string& more = {})
    {
        return get("/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" +
                       std::string(test_audience) + more,
                   {{"Metadata", "true"}});
    }
};

inline std::string with_secret(std::string_view secret = "s")
{
    return "grant_type=client_credentials&client_id=app&client_secret=" + std::string(secret) +
           "&scope=" + std::string(test_audience) + "/.default";
}

inline boost::json::object object_of(const http::response& from)
{
    boost::system::error_code failed;
    auto value = boost::json::parse(from.body, failed);
    if (!failed && value.is_object()) return value.get_object();
    ADD_FAILURE() << from.status << " is no JSON object: " << from.body;
    return {};
}

inline std::string text_in(const boost::json::object& of, std::string_view name)
{
    return std::string(text_claim(of, name));
}

// The AADSTS number of an error, 0 when it has none.
inline std::int64_t number_of(const http::response& from)
{
    const auto body = object_of(from);
    const auto* codes = body.if_contains("error_codes");
    return codes == nullptr ? 0 : codes->as_array().at(0).to_number<std::int64_t>();
}

inline boost::json::object claims_in(const http::response& from)
{
    const auto text = text_in(object_of(from), "access_token");
    const auto read = read_jwt(text);
    if (read) return read->claims;
    ADD_FAILURE() << "no JWT: " << from.body;
    return {};
}

}  // namespace parley::mock
