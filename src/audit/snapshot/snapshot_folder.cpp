#include "audit/snapshot/snapshot_folder.hpp"

#include "audit/snapshot/snapshot_name.hpp"
#include "audit/snapshot/snapshot_targets.hpp"
#include "base/ascii.hpp"
#include "base/whole_file.hpp"

#include <fstream>
#include <set>
#include <unistd.h>

namespace parley::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view version_file = "axe-version";
constexpr std::string_view snapshot_ending = ".txt";
constexpr std::string_view targets_ending = ".targets.json";
constexpr int depth_of_snapshots = 2;                         // below the folder: <page>/<variant>/
constexpr std::size_t snapshot_bytes_max = 32 * 1024 * 1024;  // of 50,000 elements, with their selectors

// Nothing when there is no such file.
result<std::optional<std::string>> read_if_there(const fs::path& file)
{
    std::error_code failed;
    const auto status = fs::status(file, failed);
    if (status.type() == fs::file_type::not_found) return std::optional<std::string>();
    if (failed) return error{errc::storage, file.string() + ": " + failed.message()};
    if (!fs::is_regular_file(status))
        return error{errc::invalid_input, "snapshot exists but is not a file: " + file.string()};
    auto text = read_whole_file(file, snapshot_bytes_max);
    if (!text) return error{errc::storage, file.string() + ": " + text.error().detail};
    return std::optional<std::string>(*std::move(text));
}

// By a file beside it, so that a run that is stopped leaves the old one.
result<void> write_file(const fs::path& file, std::string_view text)
{
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    auto beside = file;
    beside += '.' + std::to_string(getpid()) + ".new";
    const bool is_written = (std::ofstream(beside, std::ios::binary) << text << std::flush).good();
    if (is_written) fs::rename(beside, file, failed);
    if (is_written && !failed) return {};
    std::error_code ignored;
    fs::remove(beside, ignored);
    return error{errc::storage, "cannot write " + file.string() + (failed ? ": " + failed.message() : "")};
}

fs::path targets_beside(const fs::path& snapshot)
{
    return snapshot.parent_path() / (snapshot.stem().string() += targets_ending);
}

// The snapshot that a file is or is beside of, by its name; empty: it is neither.
fs::path snapshot_of(const fs::path& file)
{
    auto name = file.filename().string();
    if (name.ends_with(targets_ending))
        name.replace(name.size() - targets_ending.size(), name.npos, snapshot_ending);
    return name.ends_with(snapshot_ending) ? file.parent_path() / name : fs::path();
}

// Whether somebody else's text would not look like this: only then may it be removed.
bool is_written_by_us(const fs::path& file)
{
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) return false;
    const auto text = read_whole_file(file, snapshot_bytes_max);
    if (!text) return false;
    if (file.filename().string().ends_with(targets_ending))
        return read_snapshot_targets(*text, "").has_value();
    const auto counts = read_snapshot(*text, "");
    // Comments alone are anybody's notes.
    return counts && (!counts->empty() || ascii::trimmed(*text).empty());
}

// Order, comments and white space are no difference, as in a comparison.
bool is_as_kept(const std::optional<std::string>& kept, std::string_view now)
{
    if (!kept) return false;
    const auto before = read_snapshot(*kept, "");
    const auto counts = read_snapshot(now, "");
    return before && counts && is_same(compare_snapshots(*before, *counts));
}

std::string list_of(std::string_view title, const std::vector<std::string>& files)
{
    if (files.empty()) return {};
    auto text = "  " + std::string(title) + ":\n";
    for (const auto& each : files) text += "    " + each + '\n';
    return text;
}

// The folder of a variant begins with it: "chromium_dark".
std::string browser_of(const fs::path& variant)
{
    const auto name = variant.filename().string();
    return name.substr(0, name.find('_'));
}

}  // namespace

snapshot_folder::snapshot_folder(fs::path folder, snapshot_rules rules)
    : folder_(std::move(folder)), rules_(std::move(rules))
{
}

fs::path snapshot_folder::place_of(const snapshot_place& where) const
{
    const auto name = where.state.empty() ? "snapshot" : snapshot_name(where.state);
    return folder_ / snapshot_name(where.page) / snapshot_name(where.variant) /
           (name + std::string(snapshot_ending));
}

result<void> snapshot_folder::take(const snapshot_place& where, const page_results& now)
{
    auto taken = take_one(where, now);
    has_failed_ = has_failed_ || !taken;
    return taken;
}

result<void> snapshot_folder::take_one(const snapshot_place& where, const page_results& now)
{
    const auto file = place_of(where);
    if (const auto [other, is_new] = visited_.emplace(file, where.page); !is_new)
        return error{errc::invalid_input,
                     "two audits have the snapshot " + file.string() +
                         ": give pages and states names of their own (name, or audit as NAME)"};
    engine_version_ = now.engine_version;
    auto kept = read_if_there(file);
    if (!kept) return kept.error();
    auto taken = rules_.what == snapshots::are_written ? write(file, *kept, now) : compare(file, *kept, now);
    if (!taken) return taken;
    return see_to_targets(file, now);
}

void snapshot_folder::keep(const snapshot_place& where)
{
    kept_variants_.emplace(place_of(where).parent_path(), where.page);
}

result<void> snapshot_folder::compare(const fs::path& file, const std::optional<std::string>& kept,
                                      const page_results& now)
{
    if (!kept) {
        note_missing(file);
        return {};
    }
    const auto before = read_snapshot(*kept, file.string());
    if (!before) return error{errc::invalid_input, before.error().detail};
    const auto counts = read_snapshot(snapshot_text(now), "this page");
    if (!counts) return counts.error();
    const auto changes = compare_snapshots(*before, *counts);
    if (is_same(changes)) return {};
    differences_ += file.string() + ":\n" + changes_text(changes, now, rules_.update_command);
    if (rules_.fixed == good_news::fails || !is_only_good_news(changes)) has_changed_ = true;
    return {};
}

void snapshot_folder::note_missing(const fs::path& file)
{
    differences_ +=
        "snapshot " + file.string() + " doesn't exist. (run `" + rules_.update_command + "` to create it)\n";
    has_changed_ = true;
}

result<void> snapshot_folder::write(const fs::path& file, const std::optional<std::string>& kept,
                                    const page_results& now)
{
    const auto text = snapshot_text(now);
    if (is_as_kept(kept, text)) return {};
    return write_text(file, kept, text);
}

result<void> snapshot_folder::write_text(const fs::path& file, const std::optional<std::string>& kept,
                                         std::string_view text)
{
    if (kept == text) return {};
    if (auto written = write_file(file, text); !written) return written;
    (kept ? updated_ : created_).push_back(file.lexically_relative(folder_).string());
    has_changed_ = true;
    return {};
}

// One that is there is kept true, whoever asked for it; only who asks has it compared.
result<void> snapshot_folder::see_to_targets(const fs::path& snapshot, const page_results& now)
{
    const bool is_asked_for = rules_.detail == snapshot_detail::targets;
    if (!is_asked_for && rules_.what == snapshots::are_compared) return {};
    const auto file = targets_beside(snapshot);
    const auto kept = read_if_there(file);
    if (!kept) return kept.error();
    if (rules_.what == snapshots::are_written) {
        if (!is_asked_for && !*kept) return {};
        const auto read = read_snapshot_targets(kept->value_or(""), "");
        const bool is_rewritten =
            !updated_.empty() && updated_.back() == snapshot.lexically_relative(folder_).string();
        if (*kept && read && !is_rewritten && *read == targets_of(now)) return {};
        return write_text(file, *kept, snapshot_targets_text(now));
    }
    if (!*kept) {
        note_missing(file);
        return {};
    }
    const auto before = read_snapshot_targets(**kept, file.string());
    if (!before) return error{errc::invalid_input, before.error().detail};
    const auto changes = compare_targets(*before, targets_of(now));
    const auto said = changes_text(changes, rules_.update_command);
    if (said.empty()) return {};
    differences_ += file.string() + ":\n" + said;
    if (rules_.fixed == good_news::fails || !changes.added.empty()) has_changed_ = true;
    return {};
}

result<void> snapshot_folder::see_to_version()
{
    if (engine_version_.empty()) return {};
    const auto file = folder_ / version_file;
    auto kept = read_if_there(file);
    if (!kept) return kept.error();
    const auto before = std::string(ascii::trimmed(kept->value_or("")));
    if (before == engine_version_) return {};
    if (rules_.what == snapshots::are_written) {
        const auto text = engine_version_ + '\n';
        return *kept ? write_text(file, *kept, text) : write_file(file, text);
    }
    if (!before.empty())
        notes_ += "The snapshots are of axe-core " + before + ", this is " + engine_version_ +
                  ": rules may have changed between them.\n";
    return {};
}

result<void> snapshot_folder::see_to_leftovers()
{
    std::set<std::string> browsers;  // of this run: what others left is not ours to judge
    for (const auto& [file, page] : visited_) browsers.insert(browser_of(file.parent_path()));
    for (const auto& [variant, page] : kept_variants_) browsers.insert(browser_of(variant));
    std::error_code failed;
    fs::recursive_directory_iterator each(folder_, failed);
    for (; !failed && each != fs::recursive_directory_iterator(); each.increment(failed)) {
        if (each.depth() < depth_of_snapshots) continue;
        each.disable_recursion_pending();
        const auto& file = each->path();
        const auto snapshot = snapshot_of(file);
        if (snapshot.empty() || visited_.contains(snapshot) || kept_variants_.contains(file.parent_path()))
            continue;
        if (!browsers.contains(browser_of(file.parent_path()))) continue;
        if (is_written_by_us(file)) leftovers_.push_back(file.lexically_relative(folder_).string());
    }
    if (failed && failed != std::errc::no_such_file_or_directory)
        return error{errc::storage, "cannot look through " + folder_.string() + ": " + failed.message()};
    std::ranges::sort(leftovers_);
    return rules_.files == leftover::is_removed && !has_failed_ ? remove_leftovers() : result<void>();
}

result<void> snapshot_folder::remove_leftovers()
{
    std::error_code failed;
    are_removed_ = true;
    for (const auto& each : leftovers_) {
        const auto file = folder_ / each;
        if (!fs::remove(file, failed))
            return error{errc::storage, "cannot remove " + file.string() + ": " + failed.message()};
        has_changed_ = true;
        // Only what is empty by now goes.
        fs::remove(file.parent_path(), failed);
        fs::remove(file.parent_path().parent_path(), failed);
    }
    return {};
}

result<void> snapshot_folder::finish()
{
    if (auto seen = see_to_version(); !seen) return seen;
    if (rules_.what == snapshots::are_compared || rules_.files == leftover::is_kept) return {};
    return see_to_leftovers();
}

std::string snapshot_folder::text() const
{
    auto said = differences_;
    if (!created_.empty() || !updated_.empty())
        said += "Snapshot directory was modified: " + folder_.string() +
                "\n  (verify that the changes are expected before committing them to version control)\n";
    said += list_of("Created snapshots", created_) + list_of("Updated snapshots", updated_);
    said += list_of(are_removed_ ? "Removed snapshots"
                                 : "Snapshots of pages that were not audited (remove them with --prune)",
                    leftovers_);
    return said + notes_;
}

}  // namespace parley::audit
