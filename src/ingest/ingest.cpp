#include "ingest/ingest.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "ingest/manifest.hpp"
#include "ingest/prune_check.hpp"
#include "ingest/readers.hpp"
#include "ingest/vector_maker.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>
#include <variant>

namespace parley::ingest {
namespace {

constexpr std::size_t title_bytes_max = 200;     // every search result and citation repeats it
constexpr std::size_t category_bytes_max = 100;  // a word or two; every passage found repeats it

constexpr std::array counters = {&summary::added,   &summary::updated, &summary::unchanged,
                                 &summary::removed, &summary::skipped, &summary::failed};  // by outcome

std::string shown(const std::filesystem::path& path)
{
    return printable_line(path.string());
}

result<void> check_category(std::string_view category)
{
    const bool is_line = std::ranges::none_of(
        category, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (is_line && category.size() <= category_bytes_max && utf8::is_valid(category)) return {};
    return error{errc::invalid_input, "a category is at most " + std::to_string(category_bytes_max) +
                                          " bytes of UTF-8 without control characters: check --category"};
}

// A document that was read and is not in the store yet.
struct unsaved {
    job* of;
    read_outcome read;
    std::chrono::milliseconds took;
};

class ingestion {
public:
    ingestion(retrieval::store& into, const options& what, listener& told)
        : store_(into), options_(what), listener_(told), content_(content_folder())
    {
    }

    result<summary> run()
    {
        const auto ran = run_to_end();
        summary_.stopped = summary_.stopped || (!ran && !summary_.planned);
        if (ran || progress_.files_done > 0) listener_.on_end(summary_);
        if (!ran) return ran.error();
        return summary_;
    }

private:
    result<void> run_to_end()
    {
        if (auto usable = check_category(options_.category.value_or("")); !usable) return usable.error();
        auto vectors = vector_maker::for_store(store_, options_.dry_run ? nullptr : options_.embed);
        if (!vectors) return vectors.error();
        vectors_ = std::move(*vectors);
        auto listed = list_files(options_.paths, content_.parent_path());
        if (!listed) return listed.error();
        roots_ = listed->roots;
        auto known = store_.documents();
        if (!known) return known.error();
        manifest known_files(std::move(*known));
        follow_moves(known_files, *listed);
        if (stopped()) return {};

        std::vector<retrieval::document> gone;
        if (options_.prune) {
            if (listed->problems.empty()) gone = known_files.gone_from(*listed);
            const auto safe = check_prune(known_files.documents_below(listed->roots), gone, listed->roots);
            if (options_.dry_run) return tell_plan(*listed, gone, safe);
            if (!safe && !options_.prune_force) return safe.error();
        }
        begin_progress(*listed, gone.size());
        if (auto sorted = sort_out(known_files, *listed); !sorted) return sorted.error();
        if (auto read = read_all(); !read) return read.error();
        if (auto pruned = remove_all(gone); !pruned) return pruned.error();
        if (auto filled = fill_vectors(); !filled) return filled;
        return store_.sweep_content();
    }

    std::filesystem::path content_folder() const
    {
        const auto any = store_.content_path(std::string(64, '0'));
        auto folder = any.parent_path().parent_path();
        if (options_.dry_run) return folder;
        std::error_code shows_at_the_first_copy;
        std::filesystem::create_directories(folder, shows_at_the_first_copy);
        return folder;
    }

    bool stopped()
    {
        summary_.stopped = options_.stop != nullptr && options_.stop->load();
        return summary_.stopped;
    }

    void begin_progress(const listing& found, std::size_t gone)
    {
        progress_.files_total = found.files.size() + found.problems.size() + gone;
        for (const auto& file : found.files)
            progress_.bytes_total +=
                static_cast<std::uintmax_t>(file.refusal.empty() ? file.stamp.size_bytes : 0);
    }

    // First of all, so that what moved is neither taken in again nor pruned.
    void follow_moves(manifest& known, const listing& found)
    {
        for (const auto& file : found.files) {
            if (stopped()) return;
            if (!file.refusal.empty() || !known.may_have_moved(file)) continue;
            // What cannot be read now is reported when its turn comes.
            if (const auto hash = hash_of(file.path)) known.follow(file, *hash);
        }
    }

    // What lies in a folder that cannot be read is not gone.
    void report_problems(const listing& found)
    {
        const std::string_view consequence = options_.prune ? "; nothing was pruned because of it" : "";
        for (const auto& problem : found.problems)
            report({problem.path, outcome::failed, problem.reason + std::string(consequence)}, 0);
    }

    // Deals at once with everything that need not be read, and queues the rest.
    result<void> sort_out(manifest& known, const listing& found)
    {
        report_problems(found);
        for (const auto& file : found.files) {
            if (stopped()) return {};
            if (!file.refusal.empty()) {
                report({file.path, outcome::skipped, file.refusal}, 0);
                continue;
            }
            auto row = known.row_for(file);
            const bool known_before = known.knows(file);
            const bool recategorised = take_category(row) && known_before;
            const auto moved_from = known.moved_from(file);
            const bool changed = recategorised || !moved_from.empty();
            const auto next = known.next_step(file, row);
            if (changed && (next == step::leave || next == step::repeat_fault))
                if (auto recorded = store_.record(row); !recorded) return recorded;
            switch (next) {
                case step::leave:
                    report_row(row, changed ? outcome::updated : outcome::unchanged, file, moved_from);
                    break;
                case step::repeat_fault:
                    report_fault(row, file);
                    break;
                case step::skip:
                    if (auto skipped = record_skipped(row, file); !skipped) return skipped;
                    break;
                case step::read:
                    jobs_.push_back({file, row, known_before, recategorised, moved_from});
                    break;
            }
        }
        return {};
    }

    // Whether that changed the category of `row`.
    bool take_category(retrieval::document& row) const
    {
        return options_.category && std::exchange(row.category, *options_.category) != *options_.category;
    }

    result<void> read_all()
    {
        readers at_work(jobs_, content_, std::max<std::size_t>(options_.workers, 1));
        for (std::size_t done = 0; done < jobs_.size();) {
            if (stopped()) return {};
            auto next = at_work.take();
            if (!next) continue;
            ++done;
            if (auto settled = settle(*next); !settled) return settled;
        }
        return commit_waiting();
    }

    result<void> settle(finished& from)
    {
        auto& which = jobs_[from.job];
        if (auto* thrown = std::get_if<std::exception_ptr>(&from.outcome)) std::rethrow_exception(*thrown);
        if (auto* fault = std::get_if<error>(&from.outcome)) return record_failed(which, *fault, from.took);

        auto& read = std::get<read_outcome>(from.outcome);
        which.row.size_bytes = read.copy.stamp.size_bytes;
        which.row.modified_ns = read.copy.stamp.modified_ns;
        if (read.same_content) {
            if (auto recorded = store_.record(which.row); !recorded) return recorded;
            const bool changed = which.recategorised || !which.moved_from.empty();
            report_row(which.row, changed ? outcome::updated : outcome::unchanged, which.file,
                       which.moved_from);
            return {};
        }
        waiting_texts_ += read.chunks.size();
        waiting_.push_back({&which, std::move(read), from.took});
        const bool are_enough =
            waiting_texts_ >= vector_maker::texts_wanted || waiting_.size() >= vector_maker::documents_max;
        return are_enough || !vectors_.is_at_work() ? commit_waiting() : result<void>();
    }

    result<void> commit_waiting()
    {
        const auto group = std::exchange(waiting_, {});
        waiting_texts_ = 0;
        std::vector<std::span<const retrieval::chunk>> texts;
        for (const auto& each : group) texts.emplace_back(each.read.chunks);
        const auto made = vectors_.make(texts);
        if (!made) return stop_or_fail(made.error());
        for (std::size_t i = 0; i < group.size(); ++i)
            if (auto committed = commit(group[i], (*made)[i]); !committed) return committed;
        return {};
    }

    // What was waiting is read again by the next run.
    result<void> stop_or_fail(const error& failed)
    {
        if (failed.code != errc::cancelled) return failed;
        summary_.stopped = true;
        return {};
    }

    result<void> commit(const unsaved& from, const retrieval::chunk_vectors& vectors)
    {
        auto& which = *from.of;
        const auto& read = from.read;
        auto& row = which.row;
        row.content_hash = read.copy.content_hash;
        row.fingerprint = fingerprint_of(kind_of(which.file.path));
        const auto title =
            read.text.title.empty() ? shown(which.file.path.stem()) : printable_line(read.text.title);
        row.title = utf8::prefix(title, title_bytes_max);
        row.pages = read.pages;
        row.state = retrieval::document_state::ready;
        row.reason = read.text.warning;
        row.media_type = media_type_of(kind_of(which.file.path));
        if (!read.text.charset.empty()) row.media_type += "; charset=" + read.text.charset;
        row.chunks = static_cast<int>(read.chunks.size());
        if (auto kept = store_.keep_content(read.copy.path(), row.content_hash); !kept) return kept;
        if (auto replaced = store_.replace(row, read.chunks, vectors); !replaced) return replaced;
        summary_.vectors += vectors.units.size();
        report({which.file.path, which.known ? outcome::updated : outcome::added, row.reason, row.pages,
                row.chunks, from.took, row.category},
               which.file.stamp.size_bytes);
        return {};
    }

    // What other runs, or this one, took in without.
    result<void> fill_vectors()
    {
        if (summary_.stopped) return {};
        vector_filler filler(store_, vectors_);
        auto filled = filler.run([this] { return stopped(); },
                                 [this](const vector_progress& so_far) { listener_.on_vectors(so_far); });
        summary_.vectors += filler.passages();
        return filled ? count_lacking() : stop_or_fail(filled.error());
    }

    result<void> count_lacking()
    {
        auto held = store_.space();
        if (!held) return held.error();
        if (!*held && options_.embed == nullptr) return {};
        auto lacking = passages_without_vectors(store_);
        if (!lacking) return lacking.error();
        summary_.without_vectors = *lacking;
        summary_.vector_fault = vectors_.fault();
        return {};
    }

    result<void> record_failed(job& which, const error& fault, std::chrono::milliseconds took)
    {
        // The disk of the store is full or broken: every file after this one would fail the same way.
        if (fault.code == errc::storage) return fault;
        std::error_code unknown;
        if (!which.known && fault.code == errc::not_found &&
            !std::filesystem::exists(which.file.path, unknown)) {
            report({which.file.path, outcome::skipped, "is gone since it was listed", 0, 0, took},
                   which.file.stamp.size_bytes);
            return {};
        }
        which.row.size_bytes = which.file.stamp.size_bytes;
        which.row.modified_ns = which.file.stamp.modified_ns;
        which.row.fingerprint = is_passing(fault) ? std::string() : fingerprint_of(kind_of(which.file.path));
        which.row.state = retrieval::document_state::failed;
        which.row.reason = fault.detail;
        if (auto recorded = store_.record(which.row); !recorded) return recorded;
        report({which.file.path, outcome::failed, fault.detail, 0, 0, took, which.row.category},
               which.file.stamp.size_bytes);
        return {};
    }

    result<void> record_skipped(retrieval::document& row, const listed_file& file)
    {
        row.size_bytes = file.stamp.size_bytes;
        row.modified_ns = file.stamp.modified_ns;
        row.fingerprint = fingerprint_of(file_kind::unknown);
        row.state = retrieval::document_state::skipped;
        const auto extension = shown(file.path.extension());
        row.reason = extension.empty() ? "has no extension that says what it is"
                                       : "files of type " + extension + " are not read";
        if (auto recorded = store_.record(row); !recorded) return recorded;
        report_fault(row, file);
        return {};
    }

    // What pruning would remove, all of it, and then why it would be refused.
    result<void> tell_plan(const listing& found, const std::vector<retrieval::document>& gone,
                           const result<void>& safe)
    {
        summary_.planned = true;
        progress_.files_total = found.problems.size() + gone.size();
        report_problems(found);
        for (const auto& document : gone)
            report({document.source_path, outcome::removed, "would be removed: it is gone from its folder"},
                   0);
        if (!safe && !options_.prune_force) return safe.error();
        return {};
    }

    result<void> remove_all(const std::vector<retrieval::document>& gone)
    {
        for (const auto& document : gone) {
            if (stopped()) return {};
            if (auto removed = store_.remove(document.id); !removed) return removed;
            report({document.source_path, outcome::removed, "is gone from its folder"}, 0);
        }
        return {};
    }

    void report_row(const retrieval::document& row, outcome what, const listed_file& file,
                    const std::filesystem::path& moved_from)
    {
        const auto reason = moved_from.empty() ? row.reason : "was moved from " + shown(moved_from);
        report({file.path, what, reason, row.pages, row.chunks, {}, row.category}, file.stamp.size_bytes);
    }

    void report_fault(const retrieval::document& row, const listed_file& file)
    {
        const bool failed = row.state == retrieval::document_state::failed;
        report({file.path, failed ? outcome::failed : outcome::skipped, row.reason, 0, 0, {}, row.category},
               file.stamp.size_bytes);
    }

    void report(const file_report& about, std::int64_t bytes)
    {
        ++(summary_.*counters[static_cast<std::size_t>(about.what)]);
        if (about.what == outcome::skipped)
            summary_.skipped_by_name += std::ranges::find(roots_, about.path) != roots_.end() ? 1 : 0;
        summary_.pages += static_cast<std::size_t>(about.pages);
        summary_.chunks += static_cast<std::size_t>(about.chunks);
        ++progress_.files_done;
        progress_.bytes_done += static_cast<std::uintmax_t>(bytes);
        listener_.on_file(about, progress_);
    }

    retrieval::store& store_;
    const options& options_;
    listener& listener_;
    std::filesystem::path content_;
    std::vector<std::filesystem::path> roots_;
    std::vector<job> jobs_;
    vector_maker vectors_;
    std::vector<unsaved> waiting_;  // for vectors
    std::size_t waiting_texts_ = 0;
    progress progress_;
    summary summary_;
};

}  // namespace

result<void> check(const options& what)
{
    if (auto usable = check_category(what.category.value_or("")); !usable) return usable;
    for (const auto& path : what.paths)
        if (auto root = root_of(path); !root) return root.error();
    return {};
}

result<summary> run(retrieval::store& into, const options& what, listener& told)
{
    return ingestion(into, what, told).run();
}

}  // namespace parley::ingest
