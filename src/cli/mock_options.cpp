#include "cli/mock_options.hpp"

#include "base/split_list.hpp"
#include "cli/mock_idle_options.hpp"
#include "cli/mock_recording.hpp"

#include <charconv>

namespace parley::cli {

error mock_usage_problem(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley mock --help)"};
}

namespace {

constexpr double speed_max = 1e9;

result<double> read_speed(const std::string& text)
{
    double speed = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), speed);
    const bool is_good =
        failed == std::errc{} && end == text.data() + text.size() && speed >= 0 && speed <= speed_max;
    if (!is_good) return mock_usage_problem("--speed takes a number from 0 on, such as 0, 0.5 or 10");
    return speed;
}

// `usual` is what holds when nothing is said.
result<std::optional<mock::default_settings>> read_answer(const std::string& said, std::string_view usual)
{
    const std::string_view kind = said.empty() ? usual : said;
    mock::default_settings made;
    if (kind == "none") return std::optional<mock::default_settings>{};
    if (kind == "echo") return std::optional(made);
    made.as = kind == "extract" ? mock::default_settings::kind::extract : mock::default_settings::kind::lorem;
    if (kind == "extract" || kind == "lorem") return std::optional(made);
    return mock_usage_problem("--answer takes echo, extract, lorem or none");
}

result<std::optional<mock::host_style>> read_style(const std::string& name)
{
    if (name.empty()) return std::optional<mock::host_style>{};
    if (name == "openai") return std::optional(mock::host_style::openai);
    if (name == "azure") return std::optional(mock::host_style::azure_v1);
    if (name == "azure-legacy") return std::optional(mock::host_style::azure_legacy);
    return mock_usage_problem("--style takes openai, azure or azure-legacy");
}

result<mock::reader_settings::checks> read_checks(const std::string& level)
{
    using checks = mock::reader_settings::checks;
    if (level == "fail") return checks::fail;
    if (level == "warn") return checks::warn;
    if (level == "off") return checks::off;
    return mock_usage_problem("--validate takes fail, warn or off");
}

result<mock::timing> read_times(const settings& values)
{
    mock::timing made;
    made.to_first.mean_ms = static_cast<double>(values.number("ttft-ms"));
    const auto rate = values.number("tokens-per-second");
    if (rate > 0) made.per_event.mean_ms = 1000.0 / static_cast<double>(rate);
    const auto more = values.text("latency");
    if (more.empty()) return made;
    if (made.to_first.mean_ms > 0 || rate > 0)
        return mock_usage_problem(
            "--latency says --ttft-ms and --tokens-per-second, too: say all of it there");
    auto read = mock::read_latency(more);
    if (!read) return mock_usage_problem("--latency: " + read.error().detail);
    if (!read->instead) return mock_usage_problem("--latency names a speed alone: that is --speed");
    made = std::move(*read->instead);
    made.speed = read->speed;
    return made;
}

mock::run_rules read_rules(const settings& values)
{
    mock::run_rules made;
    if (values.is_set("allow-idle")) made.without_requests = mock::run_rules::idle::is_fine;
    if (values.is_set("allow-refused")) made.refused_requests = mock::run_rules::refused::is_fine;
    if (values.is_set("require-all")) made.unused_fixtures = mock::run_rules::unused::is_problem;
    return made;
}

login_options read_login_options(const settings& values)
{
    using tokens = mock::token_demands::tokens;
    return {.file = values.text("identity"),
            .tenant = values.text("tenant"),
            .life = std::chrono::seconds(values.number("token-seconds")),
            .need = values.is_set("require-token") ? tokens::required : tokens::ignored,
            .tls_authority = values.text("tls-authority"),
            .tls_port = static_cast<std::uint16_t>(values.number("tls-port"))};
}

}  // namespace

result<mock_options> read_mock_options(const command_line& given, strictness usual)
{
    const auto& values = given.values;
    if (values.is_set("strict") && values.is_set("no-strict"))
        return mock_usage_problem("--strict and --no-strict exclude each other");
    if (auto fine = refuse_idle_options(given); !fine) return fine.error();
    mock_options made;
    for (const auto& file : ascii::split_list(values.text("fixtures"), ',')) made.fixtures.emplace_back(file);
    for (const auto& file : given.operands) made.fixtures.emplace_back(file);
    const auto speed = read_speed(values.text("speed"));
    const auto answer = read_answer(values.text("answer"), made.fixtures.empty() ? "echo" : "none");
    const auto style = read_style(values.text("style"));
    made.fixtures = with_files_of_folders(made.fixtures);
    if (!speed) return speed.error();
    if (!answer) return answer.error();
    const auto checks = read_checks(values.text("validate"));
    auto times = read_times(values);
    if (!times) return times.error();
    if (!style) return style.error();
    if (!checks) return checks.error();

    made.at = {values.text("host"), static_cast<std::uint16_t>(values.number("port"))};
    made.receipt = values.text("receipt");
    made.logins = read_login_options(values);
    made.judge = values.is_set("strict")      ? strictness::strict
                 : values.is_set("no-strict") ? strictness::lenient
                                              : usual;
    auto& settings = made.settings;
    settings.speed = *speed;
    settings.reading.style = *style;
    settings.reading.check = *checks;
    settings.reading.models = settings.writing.models = ascii::split_list(values.text("models"), ',');
    settings.reading.accepted_keys = ascii::split_list(values.hidden("mock-keys").reveal(), ',');
    settings.writing.seed = static_cast<std::uint64_t>(values.number("seed"));
    settings.times = std::move(*times);
    settings.matching.otherwise = *answer;
    if (settings.matching.otherwise) settings.matching.otherwise->seed = settings.writing.seed;
    settings.matching.same_in_a_row_max = static_cast<std::size_t>(values.number("loop-guard"));
    const bool is_strict = made.judge == strictness::strict;
    settings.matching.equals = is_strict ? mock::ties::refused : mock::ties::first_wins;
    settings.limits = {values.number("limit-requests"), values.number("limit-tokens"),
                       std::chrono::milliseconds(values.number("limit-window-ms"))};
    settings.keeping.entries_max = static_cast<std::size_t>(values.number("journal"));
    settings.rules = read_rules(values);
    if (values.is_set("virtual-clock")) settings.clock = mock::clock_kind::virtual_time;
    settings.control_token = values.hidden("mock-token");
    if (auto recording = read_recording(values, made); !recording) return recording.error();
    return made;
}

}  // namespace parley::cli
