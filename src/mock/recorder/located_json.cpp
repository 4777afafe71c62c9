#include "mock/recorder/located_json.hpp"

#include "base/utf8.hpp"

#include <boost/json/stream_parser.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

namespace json = boost::json;

// Browsers write who called whom as deep as it goes.
json::parse_options deep()
{
    json::parse_options made;
    made.max_depth = 1000;
    return made;
}

std::size_t lines_in(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

}  // namespace

located_json parse_located(std::string_view text, const std::string& file, std::size_t first_line)
{
    const auto wrong = [&](std::size_t at, std::string sentence) {
        return located_json{{},
                            mistake{file, first_line + lines_in(text.substr(0, at)), std::move(sentence)}};
    };
    if (const auto good = utf8::valid_prefix(text); good < text.size())
        return wrong(good, "this is not UTF-8");
    json::stream_parser parser({}, deep());
    boost::system::error_code failed;
    const auto read = parser.write_some(text.data(), text.size(), failed);
    if (failed) return wrong(read, "this is not JSON: " + failed.message());
    const auto rest = text.substr(read).find_first_not_of(" \t\r\n");
    if (rest != text.npos) return wrong(read + rest, "there is more behind the end of the JSON");
    parser.finish(failed);
    if (failed) return wrong(text.size(), "the file ends in the middle of its JSON: was it cut short?");
    return {parser.release(), std::nullopt};
}

const json::object* object_in(const json::object& from, std::string_view name)
{
    const auto* found = from.if_contains(name);
    return found ? found->if_object() : nullptr;
}

const json::array* list_in(const json::object& from, std::string_view name)
{
    const auto* found = from.if_contains(name);
    return found ? found->if_array() : nullptr;
}

std::optional<std::string_view> text_in(const json::object& from, std::string_view name)
{
    const auto* found = from.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::optional(std::string_view(*text)) : std::nullopt;
}

std::optional<double> number_in(const json::object& from, std::string_view name)
{
    const auto* found = from.if_contains(name);
    return found && found->is_number() ? std::optional(found->to_number<double>()) : std::nullopt;
}

}  // namespace parley::mock
