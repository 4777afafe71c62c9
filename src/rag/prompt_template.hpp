// A text with places to fill in, written in Mustache (https://mustache.github.io/mustache.5.html):
// `{{name}}`, sections, inverted sections and comments.
//
// Values are put in as they are: a prompt is no HTML. Partials and other delimiters are not offered.
#pragma once

#include "base/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::rag {

// A flag decides about a section; a list repeats one, its item being `{{.}}`.
using prompt_value = std::variant<bool, std::string, std::vector<std::string>>;
using prompt_values = std::vector<std::pair<std::string, prompt_value>>;

class prompt_template {
public:
    // errc::invalid_input with the line, for a text that cannot be read and for a name that is none of
    // `names`: Mustache itself would leave its place empty.
    static result<prompt_template> parse(std::string text, std::span<const std::string_view> names);

    // Without the line break at the end.
    std::string render(const prompt_values& with) const;

private:
    explicit prompt_template(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

}  // namespace parley::rag
