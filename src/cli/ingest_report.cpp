#include "cli/ingest_report.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdio>
#include <ostream>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 6> outcome_names = {"added",   "updated", "unchanged",
                                                           "removed", "skipped", "failed"};

std::string_view name_of(ingest::outcome what)
{
    return outcome_names[static_cast<std::size_t>(what)];
}

// "1 page", "2 pages".
std::string counted(std::size_t count, const std::string& thing)
{
    return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
}

// What the run says of passages without vectors; empty when there is nothing to say.
std::string note_on_vectors(const ingest::summary& total)
{
    if (total.without_vectors == 0) return {};
    const auto who = counted(total.without_vectors, "passage") +
                     (total.without_vectors == 1 ? " has no vector: " : " have no vectors: ");
    if (total.vector_fault) return who + total.vector_fault->detail + "; the next run tries again";
    return who + "give --embedding-model to make them";
}

// On a terminal a clean run is one progress line; what needs attention stays above it.
bool needs_attention(const ingest::file_report& report)
{
    // What was left alone was reported when it was taken in.
    return report.what != ingest::outcome::unchanged && !report.reason.empty();
}

}  // namespace

std::string spell(std::chrono::seconds left)
{
    const auto count = left.count();
    if (count < 60) return std::to_string(count) + " s";
    if (count < 3600) return std::to_string(count / 60) + " min " + std::to_string(count % 60) + " s";
    return std::to_string(count / 3600) + " h " + std::to_string(count / 60 % 60) + " min";
}

ingest_report::ingest_report(std::ostream& out, report_style style)
    : out_(out), style_(style), began_(std::chrono::steady_clock::now())
{
}

void ingest_report::on_file(const ingest::file_report& report, const ingest::progress& so_far)
{
    if (style_ == report_style::json) return write_json(report, so_far);
    if (style_ == report_style::plain) {
        // What was left alone needs no line, or a second run over thousands of files would be all noise.
        if (report.what != ingest::outcome::unchanged) write_line(report);
        return;
    }
    if (needs_attention(report)) {
        clear_progress();
        write_line(report);
    }
    draw_progress(so_far);
}

void ingest_report::write_line(const ingest::file_report& report)
{
    auto line = std::string(name_of(report.what)) + ' ' + report.path.string();
    if (report.pages > 0) line += " (" + counted(static_cast<std::size_t>(report.pages), "page") + ')';
    if (!report.reason.empty()) line += ": " + report.reason;
    // A file's name may hold anything but a slash and a NUL, and a reason may quote what is in the file.
    out_ << printable_line(line) << std::endl;
}

void ingest_report::write_json(const ingest::file_report& report, const ingest::progress& so_far)
{
    const boost::json::object line{{"type", "file"},
                                   {"path", utf8::sanitised(report.path.string())},
                                   {"outcome", name_of(report.what)},
                                   {"reason", utf8::sanitised(report.reason)},
                                   {"category", report.category},
                                   {"pages", report.pages},
                                   {"chunks", report.chunks},
                                   {"took_ms", report.took.count()},
                                   {"files_done", so_far.files_done},
                                   {"files_total", so_far.files_total}};
    out_ << boost::json::serialize(line) << std::endl;
}

void ingest_report::draw_progress(const ingest::progress& so_far)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - drawn_ < 100ms && so_far.files_done < so_far.files_total) return;
    drawn_ = now;

    const std::chrono::duration<double> elapsed = now - began_;
    const double bytes = static_cast<double>(so_far.bytes_done);
    const double rate = elapsed.count() > 0 ? bytes / elapsed.count() : 0;
    std::array<char, 64> numbers{};
    std::snprintf(numbers.data(), numbers.size(), "%.1f MB, %.1f MB/s", bytes / 1e6, rate / 1e6);
    clear_progress();
    out_ << so_far.files_done << " of " << counted(so_far.files_total, "file") << ", " << numbers.data();
    if (rate > 0 && elapsed > 1s && so_far.bytes_total > so_far.bytes_done) {
        const auto left = static_cast<double>(so_far.bytes_total - so_far.bytes_done) / rate;
        out_ << ", about " << spell(std::chrono::seconds(static_cast<std::int64_t>(left) + 1)) << " left";
    }
    out_ << std::flush;
}

void ingest_report::on_vectors(const ingest::vector_progress& so_far)
{
    if (style_ == report_style::json) {
        const boost::json::object line{{"type", "vectors"},
                                       {"documents_done", so_far.documents_done},
                                       {"documents_total", so_far.documents_total}};
        out_ << boost::json::serialize(line) << std::endl;
    }
    if (style_ != report_style::terminal) return;
    clear_progress();
    out_ << "vectors: " << so_far.documents_done << " of " << counted(so_far.documents_total, "document")
         << std::flush;
}

void ingest_report::clear_progress()
{
    out_ << "\r\x1b[K";
}

void ingest_report::on_end(const ingest::summary& total)
{
    if (style_ == report_style::json) {
        const boost::json::object line{{"type", "summary"},
                                       {"added", total.added},
                                       {"updated", total.updated},
                                       {"unchanged", total.unchanged},
                                       {"removed", total.removed},
                                       {"skipped", total.skipped},
                                       {"failed", total.failed},
                                       {"pages", total.pages},
                                       {"chunks", total.chunks},
                                       {"vectors", total.vectors},
                                       {"without_vectors", total.without_vectors},
                                       {"vector_fault", total.vector_fault ? total.vector_fault->detail : ""},
                                       {"stopped", total.stopped},
                                       {"planned", total.planned}};
        out_ << boost::json::serialize(line) << std::endl;
        return;
    }
    if (style_ == report_style::terminal) clear_progress();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began_;
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.1f s", elapsed.count());
    if (total.planned) {
        out_ << "planned: " << total.removed << " would be removed, " << total.failed << " failed in "
             << seconds.data() << std::endl;
        return;
    }
    out_ << (total.stopped ? "stopped: " : "done: ") << total.added << " added, " << total.updated
         << " updated, " << total.unchanged << " unchanged, " << total.removed << " removed, "
         << total.skipped << " skipped, " << total.failed << " failed; " << counted(total.pages, "page")
         << ", " << counted(total.chunks, "passage");
    if (total.vectors > 0) out_ << ", " << counted(total.vectors, "vector");
    out_ << " in " << seconds.data() << std::endl;
    if (const auto note = note_on_vectors(total); !note.empty()) out_ << printable_line(note) << std::endl;
}

}  // namespace parley::cli
