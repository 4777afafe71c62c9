#include "http/message.hpp"

#include <algorithm>

namespace parley::http {
namespace {

// ASCII only: field names are tokens (RFC 9110 §5.6.2), and locales have no say in them.
char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool equals_without_case(std::string_view one, std::string_view other)
{
    return std::ranges::equal(one, other, {}, lower, lower);
}

std::optional<std::string_view> fields::find(std::string_view name) const
{
    for (const auto& [key, value] : list_)
        if (equals_without_case(key, name)) return value;
    return std::nullopt;
}

void fields::set(std::string_view name, std::string value)
{
    std::erase_if(list_, [name](const auto& field) { return equals_without_case(field.first, name); });
    add(name, std::move(value));
}

void fields::add(std::string_view name, std::string value)
{
    list_.emplace_back(std::string(name), std::move(value));
}

}  // namespace parley::http
