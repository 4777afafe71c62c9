#include "rag/prompt_template.hpp"

#include "base/ascii.hpp"
#include "base/settings_parser.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <optional>

namespace parley::rag {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view tag_begin = "{{";
constexpr std::string_view tag_end = "}}";

error bad(std::string_view text, std::size_t at, const std::string& why)
{
    const auto line = 1 + std::ranges::count(text.substr(0, at), '\n');
    return {errc::invalid_input, "line " + std::to_string(line) + ": " + why};
}

// What is wrong with the inside of a tag, if anything.
std::optional<std::string> complaint_about(std::string_view inside, std::span<const std::string_view> names)
{
    if (inside.starts_with('!')) return std::nullopt;
    if (inside.starts_with('>') || inside.starts_with('='))
        return "partials and other delimiters are not offered";
    if (inside.find_first_of("#^/&{") == 0) inside.remove_prefix(1);
    const auto name = ascii::trimmed(inside);
    if (name == "." || std::ranges::count(names, name) > 0) return std::nullopt;
    const auto near = nearest_name(name, names);
    return "there is no {{" + std::string(name) + "}}" + (near ? "; did you mean {{" + *near + "}}?" : "");
}

result<void> check_names(std::string_view text, std::span<const std::string_view> names)
{
    for (auto at = text.find(tag_begin); at < text.size();) {
        const auto begin = at + tag_begin.size();
        const auto end = text.find(tag_end, begin);
        if (end == std::string_view::npos) return bad(text, at, "a {{ without its }}");
        const auto wrong = complaint_about(text.substr(begin, end - begin), names);
        if (wrong) return bad(text, at, *wrong);
        at = text.find(tag_begin, end + tag_end.size());
    }
    return {};
}

bool is_section_tag_alone(std::string_view line)
{
    line = ascii::trimmed(line);
    return line.starts_with(tag_begin) && line.find(tag_end) == line.size() - tag_end.size() &&
           line.find_first_of("#^/!", tag_begin.size()) == tag_begin.size();
}

// A line with nothing but the tag of a section is no line of the text. The library forgets that where the
// section is left out, so here such lines lose their break beforehand.
std::string with_lone_tags_joined(std::string_view text)
{
    std::string joined;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        const auto line = text.substr(0, end);
        joined += is_section_tag_alone(line) ? ascii::trimmed(line) : line;
        text.remove_prefix(end);
    }
    return joined;
}

struct data_maker {
    mustache::data operator()(bool flag) const { return mustache::data(flag); }
    mustache::data operator()(const std::string& text) const { return mustache::data(text); }
    mustache::data operator()(const std::vector<std::string>& list) const
    {
        mustache::data made(mustache::data::type::list);
        for (const auto& item : list) made.push_back(item);
        return made;
    }
};

}  // namespace

result<prompt_template> prompt_template::parse(std::string text, std::span<const std::string_view> names)
{
    if (auto known = check_names(text, names); !known) return known.error();
    auto joined = with_lone_tags_joined(text);
    const mustache::mustache read(joined);
    if (!read.is_valid()) return error{errc::invalid_input, read.error_message()};
    return prompt_template(std::move(joined));
}

std::string prompt_template::render(const prompt_values& with) const
{
    mustache::data values(mustache::data::type::object);
    for (const auto& [name, value] : with) values.set(name, std::visit(data_maker{}, value));
    mustache::mustache read(text_);
    read.set_custom_escape([](const std::string& plain) { return plain; });
    auto text = read.render(values);
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace parley::rag
