#include "http/detail/request_writer.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace parley::http {
namespace {

bool is_token(std::string_view text)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [marks](char c) {
        return ascii::is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f'; });
}

bool is_ours(std::string_view name)
{
    for (const auto* ours :
         {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Proxy-Authorization"})
        if (ascii::equals_without_case(name, ours)) return true;
    return false;
}

bool may_have_body(std::string_view method)
{
    return method == "POST" || method == "PUT" || method == "PATCH";
}

void add_field(std::string& wire, std::string_view name, std::string_view value)
{
    wire.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

result<std::string> write_request(const client_request& request, const url& where, const route_out& route)
{
    if (!is_token(request.method)) return error{errc::invalid_input, "not a method of HTTP"};
    for (const auto& [name, value] : request.headers)
        if (!is_token(name) || !is_field_value(value) || is_ours(name))
            return error{errc::invalid_input, "a header field of the request cannot be sent as it is"};
    if (!is_field_value(request.bearer.reveal()))
        return error{errc::invalid_input, "the key or token holds a line end or another control character"};

    std::string wire;
    wire.reserve(512 + where.target.size() + request.body.size());
    wire.append(request.method).append(" ");
    const bool names_whole_url = route.through && !route.needs_tunnel();
    if (names_whole_url) wire.append("http://").append(host_field_of(where.where));
    wire.append(where.target).append(" HTTP/1.1\r\n");
    add_field(wire, "Host", host_field_of(where.where));
    for (const auto& [name, value] : request.headers) add_field(wire, name, value);
    if (!request.bearer.empty())
        add_field(wire, "Authorization", "Bearer " + request.bearer.reveal());
    else if (!where.user_info.empty() && !request.headers.find("Authorization"))
        add_field(wire, "Authorization", basic_authorization(where.user_info).reveal());
    if (names_whole_url && !route.through->authorization.empty())
        add_field(wire, "Proxy-Authorization", route.through->authorization.reveal());
    if (!request.headers.find("User-Agent")) add_field(wire, "User-Agent", "parley");
    if (!request.body.empty() || may_have_body(request.method))
        add_field(wire, "Content-Length", std::to_string(request.body.size()));
    wire.append("\r\n").append(request.body);
    return wire;
}

}  // namespace parley::http
