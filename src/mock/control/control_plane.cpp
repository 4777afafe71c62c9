#include "mock/control/control_plane.hpp"

#include "base/ascii.hpp"
#include "identity/same_secret.hpp"
#include "mock/bearer.hpp"
#include "mock/control/control_answers.hpp"
#include "mock/control/control_parts.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

using answer = http::response (*)(mock_state&, const http::request&);

// What a route is about: the mock itself, or the answers that it makes.
enum class about { mock, answers };

struct control_route {
    std::string_view method;
    std::string_view name;
    answer give;
    about what = about::mock;
};

constexpr std::array routes = {
    control_route{"GET", "health", show_health},
    control_route{"GET", "ready", show_health},
    control_route{"GET", "journal", show_journal},
    control_route{"GET", "misses", show_misses},
    control_route{"GET", "verify", show_receipt},
    control_route{"POST", "assert", check_expectations},
    control_route{"GET", "fixtures", show_fixtures},
    control_route{"PUT", "fixtures", replace_fixtures, about::answers},
    control_route{"POST", "fixtures", add_fixtures, about::answers},
    control_route{"DELETE", "fixtures", remove_fixtures},
    control_route{"GET", "faults", show_faults},
    control_route{"PUT", "faults", set_faults},
    control_route{"GET", "latency", show_latency},
    control_route{"PUT", "latency", set_latency, about::answers},
    control_route{"GET", "limits", show_limits},
    control_route{"PUT", "limits", set_limits, about::answers},
    control_route{"POST", "ports", open_port},
    control_route{"DELETE", "ports", close_ports},
    control_route{"GET", "clock", show_clock},
    control_route{"POST", "clock", advance_clock},
    control_route{"GET", "pauses", show_pauses},
    control_route{"POST", "pauses", release_pause, about::answers},
    control_route{"GET", "identity", show_logins},
    control_route{"PUT", "identity", set_logins},
    control_route{"POST", "keys", rotate_keys},
    control_route{"GET", "devices", show_devices},
    control_route{"POST", "devices", decide_devices},
    control_route{"POST", "reset", reset},
    control_route{"GET", "metrics", show_metrics},
};

// As a browser writes them; `Host` is absent only where no browser asks.
bool is_loopback_name(std::string_view host)
{
    if (host.starts_with("[::1]")) return host.size() == 5 || host[5] == ':';
    const auto name = host.substr(0, host.rfind(':'));
    if (ascii::equals_without_case(name, "localhost")) return true;
    boost::system::error_code failed;
    const auto address = asio::ip::make_address_v4(std::string(name), failed);
    return !failed && address.is_loopback();
}

// A page in a browser on this computer reaches loopback, too, and under a name of its own choice.
std::optional<http::response> refusal_of_a_page(const http::request& from)
{
    if (from.headers.find("Origin"))
        return control_problem(403,
                               "The control plane takes no requests of web pages (this one has an Origin) "
                               "unless PARLEY_MOCK_TOKEN is set and sent as X-Mock-Token.");
    const auto host = from.headers.find("Host");
    if (!host || is_loopback_name(*host)) return std::nullopt;
    return control_problem(403,
                           "The control plane is asked under a Host that is no loopback name: ask "
                           "127.0.0.1, or start the mock with PARLEY_MOCK_TOKEN set.");
}

std::optional<http::response> refusal(const mock_state& with, const http::request& from)
{
    const auto& token = with.settings.control_token;
    if (token.empty()) {
        if (with.settings.control_plane == mock_settings::control::open) return refusal_of_a_page(from);
        return control_problem(403,
                               "The control plane is closed beyond loopback: start the mock with "
                               "PARLEY_MOCK_TOKEN set, and send that as X-Mock-Token.");
    }
    if (identity::is_same(token, from.headers.find("X-Mock-Token").value_or(""))) return std::nullopt;
    if (identity::is_same(token, bearer_of(from.headers))) return std::nullopt;
    return control_problem(401, "The control plane wants its token, as X-Mock-Token.");
}

http::response list_routes()
{
    json::array list;
    for (const auto& route : routes)
        list.push_back(json::string(std::string(route.method) + " " + std::string(control_prefix) +
                                    std::string(route.name)));
    return control_answer(json::object{{"routes", std::move(list)}});
}

// What stands behind the prefix; nothing for the prefix itself, with or without its last slash.
std::string_view name_in(std::string_view path)
{
    return path.substr(std::min(path.size(), control_prefix.size()));
}

}  // namespace

bool is_control_path(std::string_view path)
{
    return path.starts_with(control_prefix) || path == control_prefix.substr(0, control_prefix.size() - 1);
}

http::response answer_control(mock_state& with, const http::request& from)
{
    const auto name = name_in(from.path);
    const bool is_probe = name == "health" || name == "ready";  // for platforms, which hold no token
    if (!is_probe)
        if (auto refused = refusal(with, from)) return *refused;
    if (name.empty() && from.method == "GET") return list_routes();
    std::string allowed;
    for (const auto& route : routes) {
        if (route.name != name) continue;
        if (route.method == from.method) {
            const bool is_idle = route.what == about::answers && with.passes_everything_on();
            return is_idle ? control_idle() : route.give(with, from);
        }
        allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
    }
    if (allowed.empty())
        return control_problem(404, "The control plane has no such route: GET /__mock/ lists them.");
    auto wrong = control_problem(405, "This route takes " + allowed + ".");
    wrong.headers.set("Allow", allowed);
    return wrong;
}

}  // namespace parley::mock
