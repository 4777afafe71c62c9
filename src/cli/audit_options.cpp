#include "cli/audit_options.hpp"

#include "audit/page/action_reader.hpp"
#include "base/ascii.hpp"
#include "base/split_list.hpp"
#include "base/whole_file.hpp"
#include "cli/audit_axe_options.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace parley::cli {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t option_file_bytes_max = 16 * 1024 * 1024;
constexpr std::uint32_t pixels_max = 10'000;  // a side of a window

error mistake(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley audit --help)"};
}

result<std::string> read_named(const std::string& option, const std::string& file)
{
    auto text = read_whole_file(file, option_file_bytes_max);
    if (!text) return error{errc::invalid_input, option + ": " + file + ": " + text.error().detail};
    return text;
}

// A value that begins with @ names the file that has it, one per line.
result<std::vector<std::string>> with_files(const std::string& option, const std::vector<std::string>& given)
{
    std::vector<std::string> values;
    for (const auto& each : given) {
        if (!each.starts_with('@')) {
            values.push_back(each);
            continue;
        }
        const auto text = read_named(option, each.substr(1));
        if (!text) return text.error();
        for (auto& line : ascii::split_list(*text, '\n')) values.push_back(std::move(line));
    }
    return values;
}

// Name and value around `between`; a value may be empty.
result<std::vector<std::pair<std::string, std::string>>> read_pairs(const settings& values,
                                                                    const std::string& name, char between)
{
    const auto given = with_files("--" + name, values.lines(name));
    if (!given) return given.error();
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& each : *given) {
        const auto at = each.find(between);
        const auto key = ascii::trimmed(std::string_view(each).substr(0, std::min(at, each.size())));
        if (at == each.npos || key.empty())
            return mistake("--" + name + " takes NAME" + between + "VALUE, or @FILE with such lines");
        pairs.emplace_back(key, ascii::trimmed(std::string_view(each).substr(at + 1)));
    }
    return pairs;
}

result<void> read_login(audit::visitor& into, const settings& values)
{
    const auto given = values.text("basic-auth");
    if (given.empty()) return {};
    const auto lines = with_files("--basic-auth", {given});
    if (!lines) return lines.error();
    const auto at = lines->size() == 1 ? lines->front().find(':') : std::string::npos;
    if (at == std::string::npos || at == 0)
        return mistake("--basic-auth takes USER:PASSWORD, or @FILE with it");
    into.user_name = lines->front().substr(0, at);
    into.password = lines->front().substr(at + 1);
    return {};
}

result<audit::visitor> read_visitor(const settings& values)
{
    audit::visitor as;
    auto headers = read_pairs(values, "header", ':');
    if (!headers) return headers.error();
    as.headers = *std::move(headers);
    const auto cookies = read_pairs(values, "cookie", '=');
    if (!cookies) return cookies.error();
    for (const auto& [name, value] : *cookies) as.cookies.push_back({name, value});
    if (auto read = read_login(as, values); !read) return read.error();
    if (const auto file = values.text("storage-state"); !file.empty()) {
        auto text = read_named("--storage-state", file);
        if (!text) return text.error();
        boost::system::error_code failure;
        const auto parsed = boost::json::parse(*text, failure);
        if (failure || !parsed.is_object())
            return mistake("--storage-state takes a file of JSON as Playwright saves it");
        as.storage_state = *std::move(text);
    }
    as.user_agent = values.text("user-agent");
    return as;
}

result<std::vector<audit::action>> read_steps(const settings& values)
{
    std::vector<audit::action> steps;
    if (const auto file = values.text("actions"); !file.empty()) {
        const auto text = read_named("--actions", file);
        if (!text) return text.error();
        auto read = audit::read_actions(*text, file);
        if (!read) return read.error();
        steps = *std::move(read);
    }
    for (const auto& each : values.lines("action")) {
        auto step = audit::read_action(each);
        if (!step) return error{errc::invalid_input, "--action: " + step.error().detail};
        steps.push_back(*std::move(step));
    }
    return steps;
}

result<audit::page_view> read_size(std::string_view text)
{
    audit::page_view view;
    const auto* const end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, view.width);
    const bool has_cross = width.ec == std::errc() && width.ptr != end && *width.ptr == 'x';
    const auto height = std::from_chars(has_cross ? width.ptr + 1 : end, end, view.height);
    const bool is_good = has_cross && height.ec == std::errc() && height.ptr == end && view.width > 0 &&
                         view.height > 0 && view.width <= pixels_max && view.height <= pixels_max;
    if (!is_good) return mistake("--viewport takes sizes such as 1280x720, by comma");
    return view;
}

result<std::vector<audit::color_scheme>> read_schemes(const settings& values)
{
    std::vector<audit::color_scheme> schemes;
    for (const auto& each : values.list("color-scheme")) {
        if (each != "light" && each != "dark") return mistake("--color-scheme takes light, dark or both");
        schemes.push_back(each == "dark" ? audit::color_scheme::dark : audit::color_scheme::light);
    }
    return schemes;
}

bool is_same(const audit::page_view& one, const audit::page_view& other)
{
    return one.width == other.width && one.height == other.height && one.scheme == other.scheme;
}

result<std::vector<audit::page_view>> read_views(const settings& values)
{
    const auto schemes = read_schemes(values);
    if (!schemes) return schemes.error();
    const auto moving = values.text("motion");
    if (moving != "reduced" && moving != "full") return mistake("--motion takes reduced or full");
    std::vector<audit::page_view> views;
    for (const auto& each : values.list("viewport")) {
        auto view = read_size(each);
        if (!view) return view.error();
        view->moving = moving == "full" ? audit::motion::full : audit::motion::reduced;
        view->palette = values.is_set("forced-colors") ? audit::colors::forced : audit::colors::own;
        view->locale = values.text("locale");
        for (const auto scheme : *schemes) {
            view->scheme = scheme;
            const auto is_this = [&view](const auto& other) { return is_same(*view, other); };
            if (std::ranges::none_of(views, is_this)) views.push_back(*view);
        }
    }
    if (views.empty()) return mistake("--viewport and --color-scheme leave nothing to audit");
    return views;
}

result<void> read_waits(audit::page_plan& into, const settings& values)
{
    const auto until = values.text("wait-until");
    if (until != "load" && until != "networkidle") return mistake("--wait-until takes load or networkidle");
    into.ready = until == "load" ? audit::wait_until::loaded : audit::wait_until::network_idle;
    into.wait_for = values.text("wait-for");
    into.delay = milliseconds(values.number("delay"));
    into.settle = values.is_set("no-settle") ? audit::settling::off : audit::settling::on;
    into.errors =
        values.is_set("allow-http-errors") ? audit::http_errors::audited : audit::http_errors::refused;
    into.limits.page = std::chrono::seconds(values.number("timeout"));
    into.limits.navigation = std::min(into.limits.navigation, into.limits.page);
    into.limits.frame = std::min(into.limits.frame, into.limits.page);
    return {};
}

result<audit::frames> read_frames(const std::string& which)
{
    if (which == "all") return audit::frames::all;
    if (which == "same-origin") return audit::frames::same_origin;
    if (which == "none") return audit::frames::none;
    return mistake("--frames takes all, same-origin or none");
}

result<audit::thresholds> read_thresholds(const settings& values)
{
    audit::thresholds limits;
    const auto least = values.text("fail-on");
    limits.least = audit::impact_named(least);
    if (!limits.least && least != "none")
        return mistake("--fail-on takes minor, moderate, serious, critical or none");
    if (values.is_set("fail-on-incomplete")) limits.incomplete = audit::unsure::fails;
    return limits;
}

}  // namespace

result<audit_page_options> read_page_options(const settings& values)
{
    audit_page_options options;
    auto& plan = options.plan;
    if (auto read = read_waits(plan, values); !read) return read.error();
    auto as = read_visitor(values);
    if (!as) return as.error();
    plan.as = *std::move(as);
    auto steps = read_steps(values);
    if (!steps) return steps.error();
    plan.actions = *std::move(steps);
    const auto scope = read_frames(values.text("frames"));
    if (!scope) return scope.error();
    plan.scope = *scope;
    auto asked = axe_options_of(values);
    if (!asked) return asked.error();
    plan.options = *std::move(asked);
    plan.context = axe_context_of(values);
    auto views = read_views(values);
    if (!views) return views.error();
    options.views = *std::move(views);
    const auto limits = read_thresholds(values);
    if (!limits) return limits.error();
    options.limits = *limits;
    options.retries = values.number("retries");
    options.interval = milliseconds(values.number("interval"));
    return options;
}

std::string name_of_view(const audit::page_view& view, const std::vector<audit::page_view>& among)
{
    const auto differs = [&](auto member) {
        return std::ranges::any_of(among, [&](const auto& other) {
            return std::invoke(member, other) != std::invoke(member, view);
        });
    };
    std::string name;
    if (differs(&audit::page_view::scheme))
        name = view.scheme == audit::color_scheme::dark ? "dark" : "light";
    if (differs(&audit::page_view::width) || differs(&audit::page_view::height))
        name += (name.empty() ? "" : " ") + std::to_string(view.width) + 'x' + std::to_string(view.height);
    return name;
}

}  // namespace parley::cli
