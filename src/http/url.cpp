#include "http/url.hpp"

#include "base/ascii.hpp"

#include <boost/beast/core/detail/base64.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace parley::http {
namespace {

constexpr std::size_t url_bytes_max = 8 * 1024;  // what common servers take as a request line

error bad_url(std::string_view why)
{
    return error{errc::invalid_input, "not a usable URL: " + std::string(why)};
}

std::string bracketed(const std::string& host)
{
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::uint16_t default_port(transport over)
{
    return over == transport::tls ? 443 : 80;
}

// Not Boost's port_number(), which in 1.81 wraps what is too large.
std::optional<std::uint16_t> port_of(std::string_view digits, transport over)
{
    if (digits.empty()) return default_port(over);
    std::uint16_t port = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (parsed.ec != std::errc() || port == 0) return std::nullopt;
    return port;
}

}  // namespace

result<url> parse_url(std::string_view text)
{
    if (text.size() > url_bytes_max) return bad_url("it is longer than 8 KiB");
    const auto parsed = boost::urls::parse_uri(text);
    if (!parsed) return bad_url("it should look like http://host:port/path");
    const bool tls = parsed->scheme_id() == boost::urls::scheme::https;
    if (!tls && parsed->scheme_id() != boost::urls::scheme::http)
        return bad_url("it should begin with http:// or https://");

    url made;
    made.where.over = tls ? transport::tls : transport::plain;
    made.where.host = ascii::lower_case(parsed->host_address());
    if (made.where.host.empty()) return bad_url("it names no host");
    if (std::ranges::any_of(made.where.host, [](char c) { return static_cast<unsigned char>(c) <= ' '; }))
        return bad_url("its host holds spaces or control characters");

    const auto port = port_of(parsed->port(), made.where.over);
    if (!port) return bad_url("its port is not between 1 and 65535");
    made.where.port = *port;

    made.target = std::string(parsed->encoded_path());
    // Boost.URL 1.81 ends the host of `http://127.0.0.1.example/` behind the numbers: that is another
    // machine.
    if (!made.target.empty() && !made.target.starts_with('/'))
        return bad_url("its host begins with an address and goes on as a name");
    if (made.target.empty()) made.target = "/";
    if (parsed->has_query()) made.target += "?" + std::string(parsed->encoded_query());
    if (parsed->has_userinfo()) made.user_info = secret(parsed->userinfo());
    return made;
}

std::string authority_of(const origin& where)
{
    return bracketed(where.host) + ":" + std::to_string(where.port);
}

std::string host_field_of(const origin& where)
{
    return where.port == default_port(where.over) ? bracketed(where.host) : authority_of(where);
}

secret basic_authorization(const secret& user_info)
{
    namespace base64 = boost::beast::detail::base64;
    const std::string& plain = user_info.reveal();
    std::string encoded(base64::encoded_size(plain.size()), '\0');
    encoded.resize(base64::encode(encoded.data(), plain.data(), plain.size()));
    return secret("Basic " + encoded);
}

}  // namespace parley::http
