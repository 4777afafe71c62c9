#include "server/json_members.hpp"

#include "base/json_text.hpp"

namespace parley::server {
namespace {

namespace json = boost::json;

std::string bounds(double least, double most)
{
    std::string text = "from ";
    append_json_number(text, least);
    text += " to ";
    append_json_number(text, most);
    return text;
}

}  // namespace

error invalid(std::string detail)
{
    return {errc::invalid_input, std::move(detail)};
}

const json::value* json_members::find(std::string_view key) const
{
    const auto* const value = of_.if_contains(key);
    return value == nullptr || value->is_null() ? nullptr : value;
}

result<std::optional<bool>> json_members::flag(std::string_view key) const
{
    const auto* const value = find(key);
    if (value == nullptr) return std::optional<bool>();
    if (!value->is_bool()) return invalid(name_of(key) + " must be true or false");
    return std::optional<bool>(value->get_bool());
}

result<std::optional<double>> json_members::number(std::string_view key) const
{
    const auto* const value = find(key);
    if (value == nullptr) return std::optional<double>();
    if (!value->is_number()) return invalid(name_of(key) + " must be a number");
    return std::optional<double>(value->to_number<double>());
}

result<std::optional<double>> json_members::number(std::string_view key, double least, double most) const
{
    auto given = number(key);
    const bool is_outside = given && *given && !(**given >= least && **given <= most);
    if (!given || is_outside) return invalid(name_of(key) + " must be a number " + bounds(least, most));
    return given;
}

result<std::optional<std::int64_t>> json_members::whole_number(std::string_view key, std::int64_t least,
                                                               std::int64_t most) const
{
    const auto* const value = find(key);
    if (value == nullptr) return std::optional<std::int64_t>();
    boost::system::error_code failed;
    const auto given = value->is_number() ? value->to_number<std::int64_t>(failed) : least - 1;
    if (failed || given < least || given > most)
        return invalid(name_of(key) + " must be a whole number " +
                       bounds(static_cast<double>(least), static_cast<double>(most)));
    return std::optional<std::int64_t>(given);
}

result<std::string> json_members::text(std::string_view key) const
{
    const auto* const value = find(key);
    if (value == nullptr) return std::string();
    if (!value->is_string()) return invalid(name_of(key) + " must be a string");
    return std::string(value->get_string());
}

result<json::object> json_members::object(std::string_view key) const
{
    const auto* const value = find(key);
    if (value == nullptr) return json::object();
    if (!value->is_object()) return invalid(name_of(key) + " must be an object");
    return value->get_object();
}

}  // namespace parley::server
