#include "cli/mock_idle_options.hpp"

#include "cli/mock_options.hpp"

#include <algorithm>
#include <array>

namespace parley::cli {
namespace {

bool has_host(const settings& values)
{
    return !values.text("record").empty();
}

bool has_no_host(const settings& values)
{
    return !has_host(values);
}

bool replays(const settings& values)
{
    return values.text("record-mode") == "replay";
}

bool proxies(const settings& values)
{
    return values.text("record-mode") == "proxy";
}

bool passes_everything_on(const settings& values)
{
    const auto mode = values.text("record-mode");
    return has_host(values) && (mode.empty() || mode == "record" || mode == "proxy");
}

bool imports(const settings& values)
{
    return values.is_set("import");
}

bool imports_nothing(const settings& values)
{
    return !imports(values);
}

bool records_nothing(const settings& values)
{
    return !imports(values) && (has_no_host(values) || replays(values) || proxies(values));
}

bool uses_no_folder(const settings& values)
{
    return has_no_host(values) && !replays(values) && !imports(values);
}

bool has_no_tls(const settings& values)
{
    return values.text("tls-authority").empty();
}

bool has_no_limits(const settings& values)
{
    return values.number("limit-requests") == 0 && values.number("limit-tokens") == 0;
}

bool masks_nothing(const settings& values)
{
    return values.list("mask").empty();
}

struct idle_option {
    std::string_view name;
    bool (*is_idle)(const settings&);
    std::string_view instead;
};

constexpr std::string_view to_answer_some =
    "everything is passed on to --record: leave it out, or say --record-mode record-on-miss";
constexpr std::string_view to_ask_a_host = "it is for asking a real model: say --record URL, too";

// All else is for serving.
constexpr auto options_of_import =
    std::to_array<std::string_view>({"import", "import-request", "json", "mask", "recordings", "config"});

constexpr std::array idle_options = {
    idle_option{"json", imports_nothing, "say --import, too"},
    idle_option{"import-request", imports_nothing, "say --import, too"},
    idle_option{"mask", records_nothing, "say --record URL or --import, too"},
    idle_option{"mask", masks_nothing, "it names nothing: say a path, as in messages.*.content"},
    idle_option{"answer", passes_everything_on, to_answer_some},
    idle_option{"speed", passes_everything_on, to_answer_some},
    idle_option{"ttft-ms", passes_everything_on, to_answer_some},
    idle_option{"tokens-per-second", passes_everything_on, to_answer_some},
    idle_option{"latency", passes_everything_on, to_answer_some},
    idle_option{"virtual-clock", passes_everything_on, to_answer_some},
    idle_option{"loop-guard", passes_everything_on, to_answer_some},
    idle_option{"require-all", passes_everything_on, to_answer_some},
    idle_option{"require-token", passes_everything_on, to_answer_some},
    idle_option{"limit-requests", passes_everything_on, to_answer_some},
    idle_option{"limit-tokens", passes_everything_on, to_answer_some},
    idle_option{"limit-window-ms", passes_everything_on, to_answer_some},
    idle_option{"limit-window-ms", has_no_limits, "say --limit-requests or --limit-tokens, too"},
    idle_option{"record", replays,
                "--record-mode replay asks nobody: leave it out, or say --record-mode record-on-miss"},
    idle_option{"recordings", proxies, "--record-mode proxy records nothing: say --record-mode record"},
    idle_option{"recordings", uses_no_folder, "say --record URL, or --record-mode replay, too"},
    idle_option{"ca-file", has_no_host, to_ask_a_host},
    idle_option{"no-proxy", has_no_host, to_ask_a_host},
    idle_option{"tls-port", has_no_tls, "say --tls-authority FILE, too"},
};

}  // namespace

result<void> refuse_idle_options(const command_line& given)
{
    for (const auto& flag : given.flags)
        if (imports(given.values) && std::ranges::find(options_of_import, flag) == options_of_import.end())
            return mock_usage_problem("--" + flag + " does nothing here: --import serves nothing");
    for (const auto& each : idle_options)
        if (given.flags.contains(each.name) && each.is_idle(given.values))
            return mock_usage_problem("--" + std::string(each.name) +
                                      " does nothing here: " + std::string(each.instead));
    return {};
}

}  // namespace parley::cli
