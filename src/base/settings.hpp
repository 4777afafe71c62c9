// The one table of settings: it feeds --help, docs/configuration.md, the parser and the checks.
//
// A value comes from the flag, else the environment, else the file, else the default. Reading the
// environment and the file is cli's business; this module only knows names and rules.
#pragma once

#include "base/error.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

// A list is given by comma, or by its flag more than once; lines by the flag alone, and hold commas.
enum class setting_kind { text, number, toggle, secret, list, lines };

struct setting {
    std::string_view name;         // flag without dashes, and key in the file; secrets have no flag
    std::string_view environment;  // variable, or empty
    setting_kind kind;
    std::string_view placeholder;  // what the value is called in help
    std::string_view fallback;     // default; what an empty one means is said in `help`
    std::string_view commands;     // space-separated commands that take it
    std::string_view help;
    std::int64_t number_min = 0;
    std::int64_t number_max = 0;
};

std::span<const setting> all_settings();

// The settings that `command` takes, in table order.
std::vector<setting> settings_of(std::string_view command);

// Checked values. Asking for a name or kind that is not in the table is a bug and throws.
class settings {
public:
    std::string text(std::string_view name) const;
    std::vector<std::string> list(std::string_view name) const;
    std::vector<std::string> lines(std::string_view name) const;
    std::int64_t number(std::string_view name) const;
    bool is_set(std::string_view name) const;  // of a toggle
    secret hidden(std::string_view name) const;

    // errc::invalid_input when the value breaks the setting's rules; `origin` says where it came from.
    result<void> set(const setting& which, std::string value, std::string_view origin);

private:
    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace parley
