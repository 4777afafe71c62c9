#include "cli/mock_model.hpp"

#include "cli/mock_fixtures.hpp"
#include "cli/mock_options.hpp"

#include <algorithm>

namespace parley::cli {
namespace {

const setting& setting_named(std::string_view name)
{
    return *std::ranges::find(all_settings(), name, &setting::name);
}

void put(settings& into, std::string_view name, std::string value)
{
    const auto fits = into.set(setting_named(name), std::move(value), "--model mock");
    if (!fits) throw std::logic_error("a setting of --model mock breaks a rule: " + fits.error().detail);
}

// What belongs to a real model goes nowhere.
void lead_to(std::uint16_t port, settings& values)
{
    put(values, "openai-base-url", "http://127.0.0.1:" + std::to_string(port) + "/v1");
    for (const auto* const none : {"openai-api-key", "azure-openai-key", "azure-openai-api-version",
                                   "token-scope", "fallback-models", "http-proxy"})
        put(values, none, "");
}

// The first that is named says it: it stands in for all models, or for none.
bool is_named(const settings& values)
{
    for (const auto* const name : {"model", "embedding-model", "rerank-model"})
        if (const auto model = values.text(name); !model.empty()) return model == "mock";
    return false;
}

// One that is called so elsewhere is asked there.
bool is_wanted(const settings& values)
{
    return is_named(values) && values.text("azure-openai-endpoint").empty() &&
           values.text("openai-base-url") == setting_named("openai-base-url").fallback;
}

}  // namespace

result<std::unique_ptr<mock_model>> start_mock_model(settings& values, log_sink& log)
{
    if (!is_wanted(values)) return std::unique_ptr<mock_model>();
    command_line given;
    given.values = values;
    auto options = read_mock_options(given, strictness::lenient);
    if (!options) return options.error();
    fixture_files files(options->fixtures);
    auto loaded = files.load();
    if (!loaded.mistakes.empty()) return error{errc::invalid_input, mock::to_line(loaded.mistakes.front())};
    auto& matching = options->settings.matching;
    matching.same_in_a_row_max = 0;  // people ask again
    if (matching.otherwise && values.text("answer").empty())
        matching.otherwise->as = mock::default_settings::kind::extract;
    auto made = std::make_unique<mock_model>();
    auto host =
        mock::mock_host::start({}, std::move(options->settings), std::move(loaded.fixtures), made->log);
    if (!host) return host.error();
    made->host = std::move(*host);
    lead_to(made->host->port(), values);
    log.write(
        log_level::info, "model_mock",
        {{"url", values.text("openai-base-url")}, {"hint", "answers are made up; steer them at /__mock"}});
    return made;
}

}  // namespace parley::cli
