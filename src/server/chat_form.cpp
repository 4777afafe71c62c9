#include "server/chat_form.hpp"

#include "base/utf8.hpp"
#include "http/multipart_reader.hpp"
#include "server/errors.hpp"
#include "server/json_body.hpp"
#include "server/json_members.hpp"
#include "server/visitor.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

namespace parley::server {
namespace {

namespace json = boost::json;

struct form_part {
    std::string name;
    std::string bytes;
};

result<std::vector<form_part>> read_parts(const http::request& request)
{
    const auto boundary = http::form_boundary(request.headers.find("content-type").value_or(""));
    if (!boundary) return boundary.error();
    http::multipart_reader reader(*boundary);
    reader.feed(request.body);
    std::vector<form_part> parts;
    while (!reader.complete()) {
        auto next = reader.next();
        if (!next) return next.error();
        if (!*next) return invalid("the form ends in the middle");
        if (auto* part = std::get_if<http::multipart_reader::part>(&**next))
            parts.push_back({std::move(part->name), {}});
        else if (const auto* bytes = std::get_if<std::string_view>(&**next))
            parts.back().bytes += *bytes;
    }
    return parts;
}

// Which message a file belongs to: `i` of `messages[i].files[j]`.
std::optional<std::size_t> message_of(std::string_view name)
{
    constexpr std::string_view before = "messages[";
    constexpr std::string_view behind = "].files[";
    if (!name.starts_with(before) || !name.ends_with(']')) return std::nullopt;
    name.remove_prefix(before.size());
    std::size_t index = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), index);
    const auto rest = name.substr(static_cast<std::size_t>(end - name.data()));
    if (failed != std::errc() || !rest.starts_with(behind)) return std::nullopt;
    return index;
}

bool is_text(std::string_view bytes)
{
    return utf8::is_valid(bytes) && bytes.find('\0') == std::string_view::npos;
}

result<void> attach(const form_part& file, json::object& to)
{
    const auto index = message_of(file.name);
    if (!index) return invalid("a form may hold json and messages[i].files[j]: nothing else is read here");
    auto* const list = to.if_contains("messages");
    const bool is_there = list != nullptr && list->is_array() && *index < list->get_array().size();
    auto* const message = is_there ? list->get_array()[*index].if_object() : nullptr;
    auto* const content = message == nullptr ? nullptr : message->if_contains("content");
    if (content == nullptr || !content->is_string())
        return invalid(file.name + " belongs to no message whose content is a string");
    if (!is_text(file.bytes)) return invalid(file.name + " must be text: no other files are read here");
    content->get_string().append("\n\n").append(file.bytes);
    return {};
}

result<json::object> read_form(const http::request& request)
{
    const auto parts = read_parts(request);
    if (!parts) return parts.error();
    const auto said = std::ranges::find(*parts, "json", &form_part::name);
    if (said == parts->end()) return invalid("the form must have a part json");
    auto body = parse_json_object(said->bytes);
    if (!body) return body;
    for (const auto& part : *parts) {
        if (part.name == "json") continue;
        if (auto attached = attach(part, *body); !attached) return attached.error();
    }
    return body;
}

}  // namespace

bool is_chat_form(const http::request& request)
{
    return http::form_boundary(request.headers.find("content-type").value_or("")).has_value();
}

result<json::object> read_chat_body(const http::request& request)
{
    if (!is_chat_form(request)) return read_json_object(request);
    if (is_from_another_site(request.headers)) return other_site();
    return read_form(request);
}

}  // namespace parley::server
