#include "mock/identity/token_answer.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {

boost::json::object token_body(const login_state& with, const given_token& token)
{
    boost::json::object body{
        {"token_type", "Bearer"}, {"expires_in", token.left.count()}, {"ext_expires_in", token.left.count()}};
    if (!token.text.empty()) body["access_token"] = token.text;
    if (const auto refresh = with.settings.tokens.refresh_in) body["refresh_in"] = refresh->count();
    if (with.settings.tokens.expires_on == expiry_form::missing) body.erase("expires_in");
    if (with.settings.tokens.expires_on == expiry_form::text)
        body["expires_in"] = std::to_string(token.left.count());
    return body;
}

http::response token_answer(const boost::json::object& body)
{
    return {200,
            {{"Content-Type", "application/json; charset=utf-8"},
             {"Cache-Control", "no-store, no-cache"},
             {"Access-Control-Allow-Origin", "*"}},
            boost::json::serialize(body)};
}

}  // namespace parley::mock
