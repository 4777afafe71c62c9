#include "audit/check/snapshot_check.hpp"

#include "audit/snapshot/snapshot_name.hpp"

namespace parley::audit {
namespace {

constexpr auto update_command = "PARLEY_A11Y_SNAPSHOT_UPDATE=1 <this test>";

// A state of the page has a file of its own, beside those of other names.
std::string state_name(const std::string& name, const std::string& state)
{
    return name.empty() || state.empty() ? name + state : name + ' ' + state;
}

}  // namespace

std::filesystem::path snapshot_folder_of(const snapshot_test& test)
{
    const auto source = test.root.empty() ? test.source : test.root / test.source.relative_path();
    return source.parent_path() / "snapshots" / snapshot_name(source.stem().string());
}

std::string snapshot_complaint(checked_page& page, const snapshot_test& test)
{
    const snapshot_rules rules{
        .what = test.what, .files = leftover::is_kept, .update_command = update_command};
    const auto place = snapshot_folder_of(test);
    const auto sources = place.parent_path().parent_path();
    std::error_code failed;
    if (!sources.empty() && !std::filesystem::is_directory(sources, failed))
        return "the sources of this test are not in " + sources.string() +
               " as seen from here: let PARLEY_A11Y_SNAPSHOT_ROOT be the folder in which that lies\n";
    snapshot_folder folder(place, rules);
    std::string failures;
    const auto note = [&failures](const result<void>& done) {
        if (!done) failures += done.error().detail + '\n';
    };
    const auto& outcomes = page.outcomes();
    const auto states = page.states();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        failures += unseen_in(outcomes[i], outcomes[i].page);
        if (outcomes[i].results)
            note(folder.take(
                {test.test, std::string(name_of(page.browser().kind())), state_name(test.name, states[i])},
                *outcomes[i].results));
    }
    note(folder.finish());
    return folder.has_changed() || !failures.empty() ? folder.text() + failures : std::string();
}

}  // namespace parley::audit
