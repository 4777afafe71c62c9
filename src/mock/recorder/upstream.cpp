#include "mock/recorder/upstream.hpp"

#include "base/ascii.hpp"
#include "base/split_list.hpp"
#include "mock/redact.hpp"

#include <algorithm>
#include <span>

namespace parley::mock {
namespace {

// RFC 9110 §7.6.1, and what the connection's own framing says.
constexpr std::string_view of_one_connection[] = {
    "connection", "keep-alive", "proxy-connection",  "proxy-authenticate", "te",
    "trailer",    "upgrade",    "transfer-encoding", "content-length",     "proxy-authorization"};
constexpr std::string_view not_up[] = {"host", "accept-encoding", "expect"};
// Who asked, and what stood between the host and us.
constexpr std::string_view not_kept[] = {
    "date",    "server",     "via",          "openai-organization",   "openai-project",
    "age",     "set-cookie", "x-request-id", "apim-request-id",       "strict-transport-security",
    "alt-svc", "nel",        "report-to",    "x-ms-client-request-id"};

bool is_one_of_names(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::any_of(names, [&](auto each) { return ascii::equals_without_case(each, name); });
}

// `Connection: close, X-Hop` names more of them.
bool is_named_by_connection(std::string_view name, const http::fields& in)
{
    const auto list = ascii::split_list(in.find("connection").value_or(""), ',');
    return std::ranges::any_of(list,
                               [name](const auto& each) { return ascii::equals_without_case(each, name); });
}

// Asked of the mock, and nobody else's business.
bool is_ours(std::string_view name)
{
    return ascii::lower_case(name).starts_with("x-mock-");
}

http::fields without_connection(const http::fields& from, std::span<const std::string_view> others)
{
    http::fields made;
    for (const auto& [name, value] : from)
        if (!is_one_of_names(name, of_one_connection) && !is_one_of_names(name, others) &&
            !is_named_by_connection(name, from))
            made.add(name, value);
    return made;
}

bool takes_path(unsigned char c)
{
    return ascii::is_letter_or_digit(static_cast<char>(c)) ||
           std::string_view("-._~!$&'()*+,;=:@/").find(static_cast<char>(c)) != std::string_view::npos;
}

// The server gives paths decoded.
std::string encoded(std::string_view path)
{
    std::string made;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (takes_path(byte)) {
            made += c;
            continue;
        }
        made += '%';
        ascii::append_hex(made, byte);
    }
    return made;
}

bool is_below(std::string_view path, std::string_view base)
{
    return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

}  // namespace

result<upstream> read_upstream(std::string_view url)
{
    auto read = http::parse_url(url);
    if (!read) return read.error();
    if (!read->user_info.empty())
        return error{errc::invalid_input, "no password belongs here: the client sends the key"};
    if (read->target.find('?') != std::string::npos)
        return error{errc::invalid_input, "no query belongs here: the client sends its own"};
    auto base = read->target;
    while (base.ends_with('/')) base.pop_back();
    for (const std::string_view route :
         {"/chat/completions", "/responses", "/embeddings", "/rerank", "/models"})
        if (base.ends_with(route))
            return error{errc::invalid_input, "this names one route: leave out " + std::string(route)};
    return upstream{std::move(read->where), std::move(base)};
}

std::string name_of(const upstream& of)
{
    return (of.where.over == http::transport::tls ? "https://" : "http://") + http::host_field_of(of.where) +
           of.base_path;
}

std::string url_for(const upstream& to, const http::request& from)
{
    const auto path = encoded(from.path);
    auto url = name_of(to);
    if (to.base_path.empty())
        url += path;
    else if (is_below(path, to.base_path))
        url += path.substr(to.base_path.size());
    else
        url += is_below(path, "/v1") ? path.substr(3) : path;
    if (!from.query.empty()) url += "?" + from.query;
    return url;
}

http::fields headers_to_pass_up(const http::fields& from)
{
    http::fields made;
    for (const auto& [name, value] : without_connection(from, not_up))
        if (!is_ours(name)) made.add(name, value);
    made.set("Accept-Encoding", "identity");
    return made;
}

http::fields headers_to_pass_down(const http::fields& from)
{
    return without_connection(from, {});
}

http::fields headers_to_keep(const http::fields& from)
{
    http::fields made;
    for (const auto& [name, value] : without_connection(from, not_kept))
        if (!is_credential(name) && !ascii::lower_case(name).starts_with("cf-")) made.add(name, value);
    return made;
}

}  // namespace parley::mock
