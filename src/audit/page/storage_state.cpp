#include "audit/page/storage_state.hpp"

#include "base/is_one_of.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <array>

namespace parley::audit {
namespace {

using boost::json::array;
using boost::json::object;
using std::string_view;

constexpr std::array<string_view, 3> same_sites = {"Strict", "Lax", "None"};

error wrong(const std::string& place, const char* what)
{
    return {errc::malformed, "the storage state is not as Playwright saves it: " + place + what};
}

const boost::json::string* text_at(const object& from, string_view key)
{
    const auto* found = from.if_contains(key);
    return found ? found->if_string() : nullptr;
}

// The list under `key`; a list that is missing is empty, and what is no list gives null.
const array* list_at(const object& from, string_view key)
{
    static const array nothing;
    const auto* found = from.if_contains(key);
    return found ? found->if_array() : &nothing;
}

result<object> read_cookie(const boost::json::value& from, const std::string& place)
{
    const auto* all = from.if_object();
    if (!all) return wrong(place, " is no object");
    object cookie;
    for (const auto* key : {"name", "value", "domain", "path"}) {
        const auto* text = text_at(*all, key);
        if (!text) return wrong(place, " lacks name, value, domain or path");
        cookie[key] = *text;
    }
    for (const auto* key : {"httpOnly", "secure"})
        if (const auto* flag = all->if_contains(key); flag && flag->is_bool()) cookie[key] = *flag;
    const auto* same_site = text_at(*all, "sameSite");
    if (same_site && is_one_of(same_sites, string_view(*same_site))) cookie["sameSite"] = *same_site;
    // -1 is the end of the session.
    const auto* expires = all->if_contains("expires");
    if (expires && expires->is_number() && expires->to_number<double>() >= 0) cookie["expires"] = *expires;
    return cookie;
}

result<stored_origin> read_origin(const boost::json::value& from, const std::string& place)
{
    const auto* all = from.if_object();
    const auto* origin = all ? text_at(*all, "origin") : nullptr;
    if (!origin) return wrong(place, " lacks an origin");
    const auto* items = list_at(*all, "localStorage");
    if (!items) return wrong(place, ".localStorage is no list");
    stored_origin stored{std::string(*origin), {}};
    for (const auto& each : *items) {
        const auto* item = each.if_object();
        const auto* name = item ? text_at(*item, "name") : nullptr;
        const auto* value = item ? text_at(*item, "value") : nullptr;
        if (!name || !value) return wrong(place, ".localStorage has what lacks a name or a value");
        stored.items.push_back(object{{"name", *name}, {"value", *value}});
    }
    return stored;
}

}  // namespace

result<storage_state> read_storage_state(string_view json)
{
    boost::json::error_code failed;
    const auto parsed = boost::json::parse(json, failed);
    const auto* all = failed ? nullptr : parsed.if_object();
    if (!all) return wrong("it", " is no JSON object");
    const auto* cookies = list_at(*all, "cookies");
    if (!cookies) return wrong("cookies", " is no list");
    const auto* origins = list_at(*all, "origins");
    if (!origins) return wrong("origins", " is no list");

    storage_state state;
    for (const auto& each : *cookies) {
        auto cookie = read_cookie(each, "cookies[" + std::to_string(state.cookies.size()) + ']');
        if (!cookie) return cookie.error();
        state.cookies.push_back(*std::move(cookie));
    }
    for (const auto& each : *origins) {
        auto origin = read_origin(each, "origins[" + std::to_string(state.origins.size()) + ']');
        if (!origin) return origin.error();
        state.origins.push_back(*std::move(origin));
    }
    return state;
}

}  // namespace parley::audit
