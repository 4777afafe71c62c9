#include "audit/browser/introduction.hpp"

#include "audit/targets/target.hpp"
#include "base/ascii.hpp"
#include "base/json_text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace parley::audit {
namespace {

std::string text_in_json(std::string_view text)
{
    std::string quoted;
    append_json_string(quoted, text);
    return quoted;
}

}  // namespace

bool wants_requests(const visitor& who)
{
    return !who.headers.empty() || !who.user_name.empty();
}

bool is_nobody(const visitor& who)
{
    return !wants_requests(who) && who.cookies.empty() && who.storage_state.empty();
}

std::string told_origin(std::string_view address)
{
    auto origin = origin_of(address);
    const auto login = origin.rfind('@');
    const auto host = origin.find("://") + 3;
    if (login != std::string::npos) origin.erase(host, login + 1 - host);
    return origin;
}

bool is_spelled_by_browsers(std::string_view origin)
{
    return std::ranges::any_of(origin, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string origin_script(std::string_view address)
{
    return "new URL(" + text_in_json(address) + ").origin";
}

std::string store_script(const boost::json::array& items)
{
    return "(() => { localStorage.clear(); for (const {name, value} of JSON.parse(" +
           text_in_json(boost::json::serialize(items)) +
           ")) localStorage.setItem(name, value); return 'stored'; })()";
}

bool is_replaced(const visitor& who, std::string_view header)
{
    return std::ranges::any_of(
        who.headers, [header](const auto& given) { return ascii::equals_without_case(given.first, header); });
}

}  // namespace parley::audit
