#include "base/settings_parser.hpp"

#include "base/ascii.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <numeric>
#include <sstream>

namespace parley {
namespace {

namespace po = boost::program_options;

std::string flag_of(const setting& each)
{
    return "--" + std::string(each.name);
}

bool is_repeatable(const setting& each)
{
    return each.kind == setting_kind::list || each.kind == setting_kind::lines;
}

po::options_description describe(std::span<const setting> taken)
{
    po::options_description options;
    auto add = options.add_options();
    add("help,h", "");
    for (const auto& each : taken) {
        if (each.kind == setting_kind::secret) continue;
        if (each.kind == setting_kind::toggle)
            add(std::string(each.name).c_str(), "");
        else if (is_repeatable(each))
            add(std::string(each.name).c_str(), po::value<std::vector<std::string>>(), "");
        else
            add(std::string(each.name).c_str(), po::value<std::string>(), "");
    }
    add("operand", po::value<std::vector<std::string>>(), "");
    return options;
}

// `given` may hold a value after `=`, which is not repeated: it may be a secret.
error say_unknown(const std::string& given, std::string_view command, std::span<const setting> taken)
{
    const auto flag = given.substr(0, given.find('='));
    for (const auto& each : taken)
        if (each.kind == setting_kind::secret && flag == flag_of(each))
            return {errc::invalid_input,
                    flag + " is no option, because command lines are visible to others: set " +
                        std::string(each.environment)};
    std::vector<std::string_view> names;
    for (const auto& each : taken)
        if (each.kind != setting_kind::secret) names.push_back(each.name);
    std::string detail = "parley " + std::string(command) + " has no option " + flag;
    if (const auto near = nearest_name(
            std::string_view(flag).substr(std::min(flag.find_first_not_of('-'), flag.size())), names))
        detail += "; did you mean --" + *near + "?";
    return {errc::invalid_input, detail + " (see parley " + std::string(command) + " --help)"};
}

std::string misuse_of(const po::error& wrong)
{
    if (const auto* twice = dynamic_cast<const po::multiple_occurrences*>(&wrong))
        return twice->get_option_name() + " can be given only once";
    const auto* syntax = dynamic_cast<const po::invalid_syntax*>(&wrong);
    if (syntax == nullptr) return wrong.what();
    switch (syntax->kind()) {
        case po::invalid_syntax::missing_parameter:
        case po::invalid_syntax::empty_adjacent_parameter:
            return syntax->get_option_name() + " needs a value";
        case po::invalid_syntax::extra_parameter:
            return syntax->get_option_name() + " takes no value";
        default:
            return wrong.what();
    }
}

error say_misused(const po::error& wrong, std::string_view command)
{
    return {errc::invalid_input, misuse_of(wrong) + " (see parley " + std::string(command) + " --help)"};
}

// Proxy variables are traditionally written in lower case too.
std::optional<std::string> look_up(const environment_lookup& environment, std::string_view name)
{
    if (auto value = environment(name)) return value;
    if (!name.ends_with("_PROXY")) return std::nullopt;
    return environment(ascii::lower_case(name));
}

std::string given_value(const setting& of, const po::variable_value& given)
{
    if (of.kind == setting_kind::toggle) return "yes";
    if (!is_repeatable(of)) return given.as<std::string>();
    const auto* const between = of.kind == setting_kind::list ? "," : "\n";
    std::string joined;
    for (const auto& item : given.as<std::vector<std::string>>())
        joined += (joined.empty() ? "" : between) + item;
    return joined;
}

// Two commands may take a setting of one name with defaults of their own.
result<void> take_defaults(command_line& to, std::span<const setting> taken)
{
    for (const auto& each : taken)
        if (!each.fallback.empty())
            if (auto set = to.values.set(each, std::string(each.fallback), flag_of(each)); !set)
                return set.error();
    return {};
}

result<void> take_flags(command_line& to, const po::variables_map& given, std::span<const setting> taken,
                        const environment_lookup& environment)
{
    for (const auto& each : taken) {
        const std::string name(each.name);
        if (each.kind != setting_kind::secret && given.count(name) > 0) {
            auto value = given_value(each, given[name]);
            if (auto set = to.values.set(each, std::move(value), flag_of(each)); !set) return set.error();
            to.fixed.insert(name);
            to.flags.insert(name);
        } else if (!each.environment.empty()) {
            auto value = look_up(environment, each.environment);
            if (!value || value->empty()) continue;
            if (auto set = to.values.set(each, std::move(*value), each.environment); !set) return set.error();
            to.fixed.insert(name);
        }
    }
    return {};
}

// A comment begins with a `#` after a space, so that a value may hold one.
std::string_view without_comment(std::string_view value)
{
    const auto comment = std::min(value.find(" #"), value.find("\t#"));
    return ascii::trimmed(value.substr(0, comment));
}

// What stands before an equals sign is shown when it is a word, as names are, and no part of a secret.
std::string unknown_in_file(std::string_view name)
{
    constexpr std::size_t name_bytes_max = 40;
    const bool is_word = name.size() <= name_bytes_max && std::ranges::all_of(name, [](char c) {
                             return ascii::is_letter_or_digit(c) || c == '-' || c == '_';
                         });
    if (!is_word || name.empty()) return " names an unknown setting";
    std::string words = " sets " + std::string(name) + ", which is no setting";
    std::vector<std::string_view> names;
    for (const auto& each : all_settings()) {
        if (each.environment == name) return words + "; did you mean " + std::string(each.name) + "?";
        names.push_back(each.name);
    }
    if (const auto near = nearest_name(name, names)) words += "; did you mean " + *near + "?";
    return words;
}

bool is_taken_by(const setting& each, std::string_view command)
{
    const auto taken = settings_of(command);
    return std::ranges::find(taken, each.name, &setting::name) != taken.end();
}

}  // namespace

result<command_line> parse_command_line(std::string_view command, const std::vector<std::string>& arguments,
                                        const environment_lookup& environment)
{
    const auto taken = settings_of(command);
    const auto options = describe(taken);
    po::positional_options_description operands;
    operands.add("operand", -1);
    command_line parsed;
    try {
        po::variables_map given;
        // No guessing: `--por` must not silently mean `--port`.
        using style = po::command_line_style::style_t;
        po::store(po::command_line_parser(arguments)
                      .options(options)
                      .positional(operands)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  given);
        parsed.wants_help = given.count("help") > 0;
        if (parsed.wants_help) return parsed;
        if (given.count("operand") > 0) parsed.operands = given["operand"].as<std::vector<std::string>>();
        if (auto done = take_defaults(parsed, taken); !done) return done.error();
        if (auto done = take_flags(parsed, given, taken, environment); !done) return done.error();
    } catch (const po::unknown_option& unknown) {
        return say_unknown(unknown.get_option_name(), command, taken);
    } catch (const po::error& wrong) {
        return say_misused(wrong, command);
    }
    parsed.config_file = parsed.values.text("config");
    return parsed;
}

result<void> apply_settings_file(command_line& to, std::string_view command, std::string_view file_text)
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (file_text.starts_with(byte_order_mark)) file_text.remove_prefix(byte_order_mark.size());
    const auto known = all_settings();
    std::istringstream lines{std::string(file_text)};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        // A line is never shown whole: it may hold a secret.
        const auto where = "line " + std::to_string(++number) + " of " + to.config_file;
        const auto text = ascii::trimmed(line);
        if (text.empty() || text.front() == '#') continue;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos)
            return error{errc::invalid_input, where + " is not `name = value`"};
        const auto name = ascii::trimmed(text.substr(0, equals));
        const auto which = std::ranges::find(known, name, &setting::name);
        if (which == known.end()) return error{errc::invalid_input, where + unknown_in_file(name)};
        if (!is_taken_by(*which, command) || to.fixed.contains(name)) continue;
        const auto value = without_comment(ascii::trimmed(text.substr(equals + 1)));
        const auto origin = std::string(name) + " in " + where;
        if (auto set = to.values.set(*which, std::string(value), origin); !set) return set.error();
    }
    return {};
}

std::optional<std::string> nearest_name(std::string_view mistyped, std::span<const std::string_view> known)
{
    std::optional<std::string> best;
    std::size_t best_distance = 3;  // two slips of the finger; more is another word
    for (const auto name : known) {
        std::vector<std::size_t> row(name.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 0; i < mistyped.size(); ++i) {
            auto diagonal = row[0];
            row[0] = i + 1;
            for (std::size_t j = 0; j < name.size(); ++j) {
                const auto replaced = diagonal + (mistyped[i] == name[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = std::string(name);
        }
    }
    return best;
}

}  // namespace parley
