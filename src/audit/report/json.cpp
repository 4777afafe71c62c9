#include "audit/report/json.hpp"

#include "audit/report/python_literal.hpp"
#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <boost/json.hpp>

namespace parley::audit {
namespace {

namespace json = boost::json;

void append_unit(std::string& to, std::uint16_t unit)
{
    to += "\\u";
    ascii::append_hex(to, static_cast<unsigned char>(unit >> 8U));
    ascii::append_hex(to, static_cast<unsigned char>(unit & 0xFFU));
}

// As one UTF-16 code unit, or two beyond the first plane.
void append_code_point(std::string& to, char32_t character)
{
    if (character < 0x10000) {
        append_unit(to, static_cast<std::uint16_t>(character));
        return;
    }
    const auto above = static_cast<std::uint32_t>(character) - 0x10000;
    append_unit(to, static_cast<std::uint16_t>(0xD800U + (above >> 10U)));
    append_unit(to, static_cast<std::uint16_t>(0xDC00U + (above & 0x3FFU)));
}

void append_character(std::string& to, char32_t character)
{
    switch (character) {
        case '"':
            to += "\\\"";
            break;
        case '\\':
            to += "\\\\";
            break;
        case '\n':
            to += "\\n";
            break;
        case '\r':
            to += "\\r";
            break;
        case '\t':
            to += "\\t";
            break;
        case '\b':
            to += "\\b";
            break;
        case '\f':
            to += "\\f";
            break;
        default:
            if (character >= 0x20 && character < 0x7F)
                to += static_cast<char>(character);
            else if (character == 0x7F)
                to += '\x7F';  // the one control character that Python lets through
            else
                append_code_point(to, character);
    }
}

void append_string(std::string& to, std::string_view text)
{
    to += '"';
    while (!text.empty()) {
        const auto next = utf8::decode(text);
        append_character(to, next.code_point);
        text.remove_prefix(next.bytes);
    }
    to += '"';
}

class writer {
public:
    void write(const json::value& value)
    {
        switch (value.kind()) {
            case json::kind::null:
                text += "null";
                break;
            case json::kind::bool_:
                text += value.get_bool() ? "true" : "false";
                break;
            case json::kind::int64:
                text += std::to_string(value.get_int64());
                break;
            case json::kind::uint64:
                text += std::to_string(value.get_uint64());
                break;
            case json::kind::double_:
                text += python_number(value.get_double());
                break;
            case json::kind::string:
                append_string(text, value.get_string());
                break;
            case json::kind::array:
                write(value.get_array());
                break;
            case json::kind::object:
                write(value.get_object());
                break;
        }
    }

    void write(const json::array& values)
    {
        begin_container('[');
        for (const auto& each : values) {
            begin_item();
            write(each);
        }
        end_container(']');
    }

    void write(const json::object& members)
    {
        begin_container('{');
        for (const auto& [key, value] : members) {
            begin_item();
            append_string(text, key);
            text += ": ";
            write(value);
        }
        end_container('}');
    }

    std::string text;

private:
    void begin_container(char bracket)
    {
        text += bracket;
        ++depth_;
    }

    void begin_item()
    {
        if (!is_just_begun()) text += ',';
        new_line();
    }

    void end_container(char bracket)
    {
        --depth_;
        if (!is_just_begun()) new_line();
        text += bracket;
    }

    // An item ends with a quote, a letter, a digit or a closing bracket.
    bool is_just_begun() const { return text.back() == '[' || text.back() == '{'; }

    void new_line() { text.append(1, '\n').append(4 * depth_, ' '); }

    std::size_t depth_ = 0;
};

}  // namespace

std::string json_text(const json::value& of)
{
    writer to;
    to.write(of);
    return std::move(to.text);
}

std::string json_report(const page_results& of, kept parts)
{
    auto shown = of.json;
    if (parts == kept::violations) {
        json::object fewer;
        for (const auto& [key, value] : shown)
            if (key != "inapplicable" && key != "incomplete" && key != "passes") fewer[key] = value;
        shown = std::move(fewer);
    }
    return json_text(shown);
}

}  // namespace parley::audit
