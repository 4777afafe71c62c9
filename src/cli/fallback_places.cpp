#include "cli/fallback_places.hpp"

#include "base/ascii.hpp"
#include "base/split_list.hpp"
#include "http/proxy.hpp"
#include "http/url.hpp"
#include "openai/address.hpp"

#include <algorithm>
#include <deque>

namespace parley::cli {
namespace {

using openai::host_style;

const std::string models_name = "--fallback-models (PARLEY_FALLBACK_MODELS)";

// Empty ones count: they stand for a place without a key.
std::deque<secret> read_keys(const settings& values)
{
    std::deque<secret> keys;
    const secret all = values.hidden("fallback-keys");
    if (all.empty()) return keys;
    std::string_view rest = all.reveal();
    for (;;) {
        const auto comma = rest.find(',');
        keys.emplace_back(std::string(ascii::trimmed(rest.substr(0, comma))));
        if (comma == std::string_view::npos) return keys;
        rest.remove_prefix(comma + 1);
    }
}

secret take_first(std::deque<secret>& keys)
{
    if (keys.empty()) return {};
    auto first = std::move(keys.front());
    keys.pop_front();
    return first;
}

// This machine stands in for Azure where it does so for the first place.
host_style style_at(const std::string& url, const model_place& first)
{
    const bool is_own = http::is_own_machine(http::parse_url(url)->where.host);
    return is_own && is_azure(first.style) ? host_style::azure_v1 : openai::usual_style_of(url);
}

result<model_place> read_place(const std::string& url, const model_place& first, secret key)
{
    if (auto fine = check_model_address(url, models_name); !fine) return fine.error();
    model_place place;
    place.base_url = url;
    place.style = style_at(url, first);
    place.api = first.api;
    place.names = {"PARLEY_FALLBACK_MODELS", "PARLEY_FALLBACK_KEYS"};
    if (!key.empty()) place.key_variable = place.names.key;
    place.key = std::move(key);
    if (place.key_variable.empty() && is_azure(place.style)) place.scope = openai::usual_scope_of(url);
    const bool has_login = !place.key_variable.empty() || !place.scope.empty();
    if (has_login && !openai::may_carry_login(url))
        return error{errc::invalid_input, models_name +
                                              " must name addresses that begin with https://: a key or token "
                                              "is sent over nothing else, but to this machine"};
    return place;
}

}  // namespace

result<std::vector<model_place>> read_fallback_places(const model_place& first, const settings& values)
{
    std::vector<model_place> places;
    auto keys = read_keys(values);
    for (const auto& each : ascii::split_list(values.text("fallback-models"), ',')) {
        const auto at = std::min(each.find("@https://"), each.find("@http://"));
        if (at == 0) return error{errc::invalid_input, models_name + " names no model before @"};
        if (at == std::string::npos) {
            places.push_back(first);
        } else {
            auto place = read_place(each.substr(at + 1), first, take_first(keys));
            if (!place) return place.error();
            places.push_back(*std::move(place));
        }
        places.back().model = each.substr(0, at);
    }
    if (!keys.empty())
        return error{errc::invalid_input,
                     "PARLEY_FALLBACK_KEYS has more keys than " + models_name + " has addresses"};
    return places;
}

bool has_login_of(const model_place& first, const model_place& fallback)
{
    const bool has_own = fallback.key_variable == "PARLEY_FALLBACK_KEYS";
    return fallback.base_url == first.base_url && !has_own;
}

}  // namespace parley::cli
