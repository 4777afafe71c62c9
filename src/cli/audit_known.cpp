#include "cli/audit_known.hpp"

#include "audit/report/totals.hpp"
#include "base/printable.hpp"
#include "base/whole_file.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

// "2026-01-31", by universal time.
std::string today()
{
    const std::chrono::year_month_day day(
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

result<std::string> read_named(const std::string& option, const std::string& file)
{
    auto text = read_whole_file(file);
    if (!text)
        return error{errc::invalid_input, option + ": " + printable_line(file) + ": " + text.error().detail};
    return text;
}

// What a run is to write anew; nothing when there is none yet.
result<std::optional<audit::baseline>> read_written_before(const std::string& file)
{
    std::error_code failed;
    if (file.empty() || !fs::is_regular_file(file, failed)) return std::optional<audit::baseline>();
    const auto text = read_named("--write-baseline", file);
    if (!text) return text.error();
    if (text->empty()) return std::optional<audit::baseline>();
    auto read = audit::baseline::read(*text, file);
    if (!read)
        return error{errc::invalid_input,
                     "--write-baseline: " + printable_line(file) +
                         " is there and is no baseline: remove it, or name another file"};
    return std::optional(*std::move(read));
}

void note(audit::page_outcome& in, std::size_t elements, std::string_view what)
{
    if (elements > 0) in.visit.notes.push_back(audit::counted(elements, "element") + ' ' + std::string(what));
}

}  // namespace

result<known_findings> known_findings::read(const settings& values,
                                            std::vector<audit::ignore_entry> everywhere,
                                            const std::vector<audit_page>& pages)
{
    known_findings known;
    if (const auto file = values.text("ignore"); !file.empty()) {
        const auto text = read_named("--ignore", file);
        if (!text) return text.error();
        auto entries = audit::read_ignored(*text, file);
        if (!entries) return entries.error();
        everywhere.insert(everywhere.end(), entries->begin(), entries->end());
    }
    known.everywhere_ = audit::ignore_list(std::move(everywhere), today());
    for (const auto& each : pages)
        known.of_pages_.emplace_back(each.name, audit::ignore_list(each.ignored, today()));
    if (const auto file = values.text("baseline"); !file.empty()) {
        const auto text = read_named("--baseline", file);
        if (!text) return error{errc::invalid_input, text.error().detail + " (--write-baseline makes one)"};
        auto read = audit::baseline::read(*text, file);
        if (!read) return read.error();
        known.baseline_ = *std::move(read);
    }
    auto before = read_written_before(values.text("write-baseline"));
    if (!before) return before.error();
    known.written_before_ = *std::move(before);
    return known;
}

void known_findings::take_ignored(audit::page_outcome& from, std::size_t page)
{
    if (from.results.has_error()) return;
    auto& found = *from.results;
    auto taken = everywhere_.take_out_of(found, from.page, found.url);
    if (page < of_pages_.size()) taken += of_pages_[page].second.take_out_of(found, from.page, found.url);
    note(from, taken, "ignored");
}

void known_findings::take_known(audit::page_outcome& from)
{
    if (!baseline_) return;
    if (from.results.has_error()) return baseline_->leave_unchecked(from.page);
    note(from, baseline_->take_out_of(*from.results, from.page), "in the baseline");
}

std::string known_findings::baseline_of(std::span<const audit::page_outcome> pages) const
{
    auto made = audit::baseline::of(pages);
    if (const auto& before = written_before_ ? written_before_ : baseline_)
        made.keep_unchecked(*before, pages);
    return made.text();
}

std::vector<std::string> known_findings::warnings() const
{
    auto said = everywhere_.warnings();
    for (const auto& [name, list] : of_pages_)
        for (const auto& each : list.warnings()) said.push_back(name + ": " + each);
    if (!baseline_) return said;
    for (const auto& each : baseline_->gone()) said.push_back("fixed, though still in the baseline: " + each);
    return said;
}

}  // namespace parley::cli
