#include "mock/identity/authorize.hpp"

#include "base/ascii.hpp"
#include "identity/url_encoded.hpp"
#include "mock/identity/entra_errors.hpp"
#include "mock/identity/person_token.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr auto code_life = 10min;
constexpr std::size_t challenge_bytes_min = 43;  // RFC 7636 §4.2
constexpr std::size_t challenge_bytes_max = 128;

using fields = std::vector<std::pair<std::string_view, std::string>>;

// Where the answer goes, which must be right before anything is sent there.
struct way_back {
    std::string redirect_uri;
    std::string mode;
};

bool is_address(const std::string& uri)
{
    const auto is_visible = [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '<' && c != '>'; };
    const auto colon = uri.find(':');
    return colon != std::string::npos && colon > 0 && uri.find('#') == std::string::npos &&
           std::ranges::all_of(uri, is_visible);
}

// A page of ours that sends itself there must not run what the address says.
bool is_web_address(const std::string& uri)
{
    const auto begin = ascii::lower_case(std::string_view(uri).substr(0, uri.find(':') + 1));
    return begin == "http:" || begin == "https:";
}

found<way_back> find_way_back(const login_state& with, const login_call& call)
{
    const auto who = find_application(with, call);
    if (const auto* refused = std::get_if<refusal>(&who)) return *refused;
    const auto uri = parameter(call, "redirect_uri");
    if (uri.empty()) return refusal{900144, "redirect_uri"};
    const auto& known = std::get<application>(who).redirect_uris;
    const bool is_known = known.empty() || std::ranges::find(known, uri) != known.end();
    if (!is_known || !is_address(uri)) return refusal{50011, uri};
    auto mode = parameter(call, "response_mode");
    if (mode.empty()) mode = "query";
    if (mode != "query" && mode != "fragment" && mode != "form_post") return refusal{900971, mode};
    const bool is_script = ascii::lower_case(uri).starts_with("javascript:");
    if (is_script || (mode == "form_post" && !is_web_address(uri))) return refusal{50011, uri};
    return way_back{uri, mode};
}

std::string as_html(std::string_view text)
{
    std::string made;
    for (const char c : text) {
        if (c == '&')
            made += "&amp;";
        else if (c == '<')
            made += "&lt;";
        else if (c == '"')
            made += "&quot;";
        else
            made += c;
    }
    return made;
}

// A page that sends itself on.
http::response posted(const std::string& to, const fields& what)
{
    std::string page =
        "<!doctype html><title>Working...</title><form method=\"POST\" action=\"" + as_html(to) + "\">";
    for (const auto& [name, value] : what)
        page += "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + as_html(value) + "\">";
    page +=
        "<noscript><button>Continue</button></noscript></form><script>document.forms[0].submit()</script>";
    return {200, {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}}, page};
}

http::response sent_back(const login_call& call, const way_back& to, fields what)
{
    if (const auto state = parameter(call, "state"); !state.empty()) what.emplace_back("state", state);
    if (to.mode == "form_post") return posted(to.redirect_uri, what);
    auto target = to.redirect_uri;
    char separator = to.mode == "fragment" ? '#' : target.find('?') == std::string::npos ? '?' : '&';
    for (const auto& [name, value] : what) {
        target += separator;
        target.append(name).append("=").append(identity::url_encoded(value));
        separator = '&';
    }
    return {302, {{"Location", target}, {"Cache-Control", "no-store"}}, {}};
}

// Without a way back.
http::response told_to_the_person(const login_call& call, const refusal& why)
{
    return {400,
            {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
            entra_problem(call, why.aadsts, why.about, why.error).description + "\n"};
}

http::response told_to_the_application(const login_call& call, const way_back& to, const refusal& why)
{
    auto problem = entra_problem(call, why.aadsts, why.about, why.error);
    return sent_back(call, to,
                     {{"error", std::string(problem.error)}, {"error_description", problem.description}});
}

std::optional<refusal> check_request(const login_call& call)
{
    const auto type = parameter(call, "response_type");
    if (type.empty()) return refusal{900144, "response_type"};
    if (type != "code") return refusal{70005, type};
    const auto challenge = parameter(call, "code_challenge");
    const auto method = parameter(call, "code_challenge_method");
    if (challenge.empty()) return std::nullopt;
    if (challenge.size() < challenge_bytes_min || challenge.size() > challenge_bytes_max)
        return refusal{501491};
    if (!method.empty() && method != "S256" && method != "plain") return refusal{9002313};
    return std::nullopt;
}

found<login_code> make_code(const login_state& with, const login_call& call, const way_back& to)
{
    auto tenant = find_tenant(with, call);
    if (auto* refused = std::get_if<refusal>(&tenant)) return std::move(*refused);
    if (auto refused = check_request(call)) return *refused;
    auto who = find_person(with.settings, parameter(call, "login_hint"));
    if (auto* refused = std::get_if<refusal>(&who)) return std::move(*refused);
    const auto scope = parameter(call, "scope");
    auto wanted = read_person_scope(with, scope);
    if (auto* refused = std::get_if<refusal>(&wanted)) return std::move(*refused);
    auto used = find_application(with, call);
    return login_code{.to = {std::get<person>(who), std::get<std::string>(tenant),
                             std::get<application>(used).client_id, scope, parameter(call, "nonce")},
                      .redirect_uri = to.redirect_uri,
                      .challenge = parameter(call, "code_challenge"),
                      .challenge_method = parameter(call, "code_challenge_method"),
                      .ends = call.now + code_life};
}

}  // namespace

http::response answer_authorize(login_state& with, const login_call& call)
{
    const auto back = find_way_back(with, call);
    if (const auto* refused = std::get_if<refusal>(&back)) return told_to_the_person(call, *refused);
    const auto& to = std::get<way_back>(back);
    auto made = make_code(with, call, to);
    if (const auto* refused = std::get_if<refusal>(&made)) return told_to_the_application(call, to, *refused);
    const auto text = opaque_text(with, call, "code");
    with.grants.codes.add(text, std::move(std::get<login_code>(made)));
    return sent_back(call, to, {{"code", text}, {"session_state", opaque_text(with, call, "session")}});
}

http::response refuse_authorize(const login_state& with, const login_call& call, const refusal& why)
{
    const auto back = find_way_back(with, call);
    if (const auto* refused = std::get_if<refusal>(&back)) return told_to_the_person(call, *refused);
    return told_to_the_application(call, std::get<way_back>(back), why);
}

}  // namespace parley::mock
