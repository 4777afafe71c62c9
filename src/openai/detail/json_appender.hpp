// Writes JSON by appending to one text, for bodies that may be long: one pass, no tree.
//
// The caller closes what it opens and names every value of an object; nothing of that is checked.
#pragma once

#include "base/json_text.hpp"

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace parley::openai {

class json_appender {
public:
    json_appender& open(char bracket)
    {
        separate();
        text_ += bracket;
        return *this;
    }

    json_appender& close(char bracket)
    {
        text_ += bracket;
        return *this;
    }

    json_appender& key(std::string_view name)
    {
        value(name);
        text_ += ':';
        return *this;
    }

    json_appender& value(std::string_view text)
    {
        separate();
        append_json_string(text_, text);
        return *this;
    }

    // The shortest digits that read back as the same number, which must be finite.
    template <class Number>
    requires(std::integral<Number> || std::floating_point<Number>) &&
        (!std::same_as<Number, bool>)json_appender& value(Number number)
    {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        return json(std::string_view(digits, static_cast<std::size_t>(end - digits)));
    }

    // What is JSON already: a literal, or a text that was checked.
    json_appender& json(std::string_view text)
    {
        separate();
        text_ += text;
        return *this;
    }

    void reserve(std::size_t bytes) { text_.reserve(bytes); }
    std::string take() { return std::move(text_); }

private:
    // A value follows another one unless something has just been opened or named.
    void separate()
    {
        if (!text_.empty() && std::string_view("{[:").find(text_.back()) == std::string_view::npos)
            text_ += ',';
    }

    std::string text_;
};

}  // namespace parley::openai
