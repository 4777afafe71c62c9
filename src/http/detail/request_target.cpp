#include "http/detail/request_target.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace parley::http {
namespace {

result<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const int high = i + 1 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? ascii::hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return error{errc::invalid_input, "The path holds a % that is not followed by two hex digits."};
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

bool has_control_character(std::string_view text)
{
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
    return false;
}

bool has_dot_segment(std::string_view path)
{
    while (!path.empty()) {
        path.remove_prefix(1);  // its '/'
        const auto segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

// `http://host/a?b` without scheme and host; an empty path is "/".
std::string without_authority(std::string_view target)
{
    const auto scheme = target.substr(0, target.find("://"));
    if (scheme.size() == target.size()) return std::string(target);
    if (!ascii::equals_without_case(scheme, "http") && !ascii::equals_without_case(scheme, "https"))
        return {};
    const auto after = target.substr(scheme.size() + 3);
    const auto authority = after.substr(0, after.find_first_of("/?"));
    if (authority.empty()) return {};
    const auto rest = after.substr(authority.size());
    return rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
}

}  // namespace

result<request_target> parse_target(std::string_view target)
{
    if (target == "*") return request_target{"*", ""};
    const std::string origin = target.starts_with('/') ? std::string(target) : without_authority(target);
    if (!origin.starts_with('/') || origin.find('#') != std::string::npos)
        return error{errc::invalid_input, "The request target must be a path that begins with a slash."};

    const auto question = origin.find('?');
    auto path = percent_decoded(std::string_view(origin).substr(0, question));
    if (!path) return path.error();
    if (has_control_character(*path) || !utf8::is_valid(*path))
        return error{errc::invalid_input, "The path holds control characters or is not UTF-8."};
    if (has_dot_segment(*path))
        return error{errc::invalid_input,
                     "The path holds a segment that is . or .., which we do not resolve."};

    auto query = question == std::string::npos ? std::string() : origin.substr(question + 1);
    return request_target{std::move(*path), std::move(query)};
}

}  // namespace parley::http
