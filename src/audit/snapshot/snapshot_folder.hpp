// Snapshots on disk: `<folder>/<page>/<variant>/snapshot.txt`, compared with what the pages have now, or
// written anew.
//
// A file is written whole or not at all. Beside them `axe-version` says which engine they are of, and
// `snapshot.targets.json` which elements are counted, for those who ask for it. Blocking.
#pragma once

#include "audit/snapshot/comparison.hpp"

#include <filesystem>
#include <map>
#include <optional>

namespace parley::audit {

// Names as people gave them. An empty `state` is the page itself, else an audit on the way through it.
struct snapshot_place {
    std::string page;
    std::string variant;
    std::string state;
};

enum class snapshots { are_compared, are_written };
enum class snapshot_detail { counts, targets };
enum class good_news { fails, passes };
enum class leftover { is_listed, is_removed, is_kept };  // kept: by a run that never sees all pages

struct snapshot_rules {
    snapshots what = snapshots::are_compared;
    good_news fixed = good_news::fails;
    leftover files = leftover::is_listed;
    snapshot_detail detail = snapshot_detail::counts;
    std::string update_command = {};  // what people type to write them anew
};

class snapshot_folder {
public:
    snapshot_folder(std::filesystem::path folder, snapshot_rules rules);

    // Compares or writes the snapshot of a page. errc::invalid_input when two pages have one place, or a file
    // there is none that we wrote; errc::storage when it cannot be read or written.
    result<void> take(const snapshot_place& where, const page_results& now);

    // A page that was not audited keeps its files.
    void keep(const snapshot_place& where);

    // After the last page: the engine's version, and files of pages that are no longer there. Only what reads
    // as one of ours is removed, and nothing when a page could not be taken.
    result<void> finish();

    // What there is to say, for people; empty when nothing changed.
    std::string text() const;

    // Whether a snapshot differs, is missing or was written.
    bool has_changed() const { return has_changed_; }

private:
    result<void> take_one(const snapshot_place& where, const page_results& now);
    std::filesystem::path place_of(const snapshot_place& where) const;
    result<void> compare(const std::filesystem::path& file, const std::optional<std::string>& kept,
                         const page_results& now);
    result<void> write(const std::filesystem::path& file, const std::optional<std::string>& kept,
                       const page_results& now);
    result<void> see_to_targets(const std::filesystem::path& file, const page_results& now);
    result<void> write_text(const std::filesystem::path& file, const std::optional<std::string>& kept,
                            std::string_view text);
    void note_missing(const std::filesystem::path& file);
    result<void> see_to_version();
    result<void> see_to_leftovers();
    result<void> remove_leftovers();

    std::filesystem::path folder_;
    snapshot_rules rules_;
    std::map<std::filesystem::path, std::string> visited_;  // files, and the pages they are of
    std::map<std::filesystem::path, std::string> kept_variants_;
    std::vector<std::string> created_;
    std::vector<std::string> updated_;
    std::vector<std::string> leftovers_;
    std::string differences_;
    std::string notes_;
    std::string engine_version_;
    bool has_changed_ = false;
    bool has_failed_ = false;
    bool are_removed_ = false;
};

}  // namespace parley::audit
