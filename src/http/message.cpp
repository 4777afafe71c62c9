#include "http/message.hpp"

#include "base/ascii.hpp"

namespace parley::http {

std::optional<std::string_view> fields::find(std::string_view name) const
{
    for (const auto& [key, value] : list_)
        if (ascii::equals_without_case(key, name)) return value;
    return std::nullopt;
}

void fields::set(std::string_view name, std::string value)
{
    std::erase_if(list_, [name](const auto& field) { return ascii::equals_without_case(field.first, name); });
    add(name, std::move(value));
}

void fields::add(std::string_view name, std::string value)
{
    list_.emplace_back(std::string(name), std::move(value));
}

}  // namespace parley::http
