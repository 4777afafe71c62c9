#include "cli/mock_recording.hpp"

#include "cli/answerer.hpp"
#include "cli/model_access.hpp"

#include <algorithm>
#include <array>

namespace parley::cli {
namespace {

using mock::recording_mode;

constexpr std::string_view replay = "replay";
constexpr auto modes = std::to_array<std::pair<std::string_view, recording_mode>>({
    {"record", recording_mode::record},
    {"record-on-miss", recording_mode::record_on_miss},
    {"proxy", recording_mode::proxy},
});

bool is_fixture_file(const std::filesystem::path& file)
{
    const auto kind = file.extension();
    const bool is_hidden = file.filename().string().starts_with('.');
    return !is_hidden && (kind == ".yaml" || kind == ".yml" || kind == ".json");
}

void add_recorded_files(const std::filesystem::path& folder, mock_options& into)
{
    std::error_code failed;
    if (!std::filesystem::is_directory(folder, failed)) return;  // nothing is recorded yet
    for (const auto& file : with_files_of_folders({folder})) into.fixtures.push_back(file);
}

// What would be answered by the mock itself would never be recorded.
result<void> check_mode(recording_mode mode, const settings& values, const mock_options& options)
{
    if (mode == recording_mode::record_on_miss) {
        const auto answer = values.text("answer");
        if (answer.empty() || answer == "none") return {};
        return mock_usage_problem("with --record-mode record-on-miss nothing is left for --answer " + answer);
    }
    if (options.fixtures.empty()) return {};
    return mock_usage_problem(
        "fixtures answer nothing while everything is passed on: say --record-mode record-on-miss");
}

}  // namespace

std::vector<std::filesystem::path> with_files_of_folders(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::filesystem::path> all;
    for (const auto& path : paths) {
        std::error_code failed;
        if (!std::filesystem::is_directory(path, failed)) {
            all.push_back(path);
            continue;
        }
        const auto begin = static_cast<std::ptrdiff_t>(all.size());
        for (const auto& entry : std::filesystem::directory_iterator(path, failed))
            if (is_fixture_file(entry.path())) all.push_back(entry.path());
        std::sort(all.begin() + begin, all.end());
    }
    return all;
}

result<std::vector<mock::body_path>> read_masked(const settings& values)
{
    std::vector<mock::body_path> made;
    for (const auto& text : values.list("mask")) {
        auto path = mock::read_body_path(text);
        if (!path) return mock_usage_problem("--mask: " + path.error().detail);
        made.push_back(std::move(*path));
    }
    return made;
}

result<void> read_recording(const settings& values, mock_options& into)
{
    const auto url = values.text("record");
    const auto name = values.text("record-mode");
    const std::filesystem::path folder = values.text("recordings");
    if (name == replay) {
        add_recorded_files(folder, into);
        if (values.text("answer").empty()) into.settings.matching.otherwise.reset();
        if (!into.fixtures.empty()) return {};
        return mock_usage_problem("there is nothing to replay in " + folder.string() +
                                  ": check --recordings");
    }
    if (url.empty() && name.empty()) return {};
    if (url.empty()) return mock_usage_problem("--record-mode " + name + " needs --record URL");
    const auto* const mode = std::ranges::find(modes, name.empty() ? "record" : std::string_view(name),
                                               &decltype(modes)::value_type::first);
    if (mode == modes.end())
        return mock_usage_problem("--record-mode takes record, record-on-miss, proxy or replay");
    auto to = mock::read_upstream(url);
    if (!to) return mock_usage_problem("--record takes the base URL of a model host: " + to.error().detail);
    if (auto fine = check_mode(mode->second, values, into); !fine) return fine;
    auto masked = read_masked(values);
    if (!masked) return masked.error();
    auto certificates = read_extra_certificates(values);
    if (!certificates) return certificates.error();
    if (mode->second == recording_mode::record_on_miss) {
        add_recorded_files(folder, into);
        into.settings.matching.otherwise.reset();
    }
    into.settings.recording = mock::recorder_settings{.to = std::move(*to),
                                                      .mode = mode->second,
                                                      .folder = folder,
                                                      .masked = std::move(*masked),
                                                      .proxies = proxies_of(values),
                                                      .tls = {std::move(*certificates)}};
    return {};
}

}  // namespace parley::cli
