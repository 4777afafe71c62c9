#include "mock/identity/jwt.hpp"

#include "base/base64.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

std::optional<boost::json::object> read_part(std::string_view text)
{
    const auto decoded = decoded_base64url(text);
    if (!decoded) return std::nullopt;
    boost::system::error_code failed;
    auto value = boost::json::parse(*decoded, failed);
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

}  // namespace

std::optional<jwt> read_jwt(std::string_view text)
{
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    auto header = read_part(text.substr(0, first));
    auto claims = read_part(text.substr(first + 1, second - first - 1));
    auto signature = decoded_base64url(text.substr(second + 1));
    if (!header || !claims || !signature) return std::nullopt;
    return jwt{std::move(*header), std::move(*claims), text.substr(0, second), std::move(*signature)};
}

std::string unsigned_jwt(const boost::json::object& header, const boost::json::object& claims)
{
    return base64url(boost::json::serialize(header)) + "." + base64url(boost::json::serialize(claims));
}

std::string_view text_claim(const boost::json::object& of, std::string_view name)
{
    const auto* found = of.if_contains(name);
    if (found == nullptr || !found->is_string()) return {};
    return {found->get_string().data(), found->get_string().size()};
}

std::optional<std::int64_t> time_claim(const boost::json::object& of, std::string_view name)
{
    const auto* found = of.if_contains(name);
    if (found == nullptr || !found->is_number()) return std::nullopt;
    // A NumericDate may have fractions (RFC 7519 §2), and some clients write them.
    const auto value = found->to_number<double>();
    constexpr double exact_max = 9e15;  // whole numbers beyond it are none of a double's
    if (!(value > -exact_max && value < exact_max)) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

}  // namespace parley::mock
