// Any bytes as what is read from files about audits: results, snapshots, baselines, lists of what is ignored,
// sitemaps. Nothing may crash; what was read is written in every format, and read back as it was.
#include "audit/known/baseline.hpp"
#include "audit/known/ignored.hpp"
#include "audit/report/compact.hpp"
#include "audit/report/csv.hpp"
#include "audit/report/html.hpp"
#include "audit/report/json.hpp"
#include "audit/report/junit.hpp"
#include "audit/report/markdown.hpp"
#include "audit/report/run_json.hpp"
#include "audit/report/run_text.hpp"
#include "audit/report/sarif.hpp"
#include "audit/snapshot/comparison.hpp"
#include "audit/snapshot/snapshot_targets.hpp"
#include "audit/targets/sitemap.hpp"
#include "cut_anywhere.hpp"

#include <boost/json/parse.hpp>

namespace {

using namespace parley::audit;
using parley::require;

bool is_json(const std::string& text)
{
    boost::system::error_code failure;
    boost::json::parse(text, failure);
    return !failure;
}

// Counts that are the same as before, but for those of a rule that stands there twice.
void compare_with_itself(const page_results& page)
{
    const auto counts = read_snapshot(snapshot_text(page), "now");
    if (counts) require(is_same(compare_snapshots(*counts, *counts)));
    const auto targets = read_snapshot_targets(snapshot_targets_text(page), "now");
    require(targets.has_value());
    static_cast<void>(changes_text(compare_targets(*targets, targets_of(page)), "update"));
    if (counts)
        static_cast<void>(changes_text(compare_snapshots({{"a (minor)", 1}}, *counts), page, "update"));
}

void read_as_results(std::string_view text)
{
    const auto pages = read_run_json(text);
    if (!pages) return;
    require(is_json(sarif_report(*pages)));
    static_cast<void>(compact_report(*pages, colour::shown));
    static_cast<void>(run_text(*pages));
    static_cast<void>(csv_report(*pages));
    static_cast<void>(junit_report(*pages));
    const auto html = html_report(*pages);
    require(html.find("<script") == std::string::npos);
    require(markdown_report(*pages).find("](javascript:") == std::string::npos);
    const auto known = baseline::of(*pages);
    const auto read = baseline::read(known.text(), "known");
    require(!read.has_error() && read->size() == known.size());
    for (const auto& each : *pages)
        if (each.results) {
            static_cast<void>(json_report(*each.results, kept::violations));
            compare_with_itself(*each.results);
        }
    const auto written = run_json(*pages);
    const auto again = read_run_json(written);
    require(!again.has_error() && again->size() == pages->size());
}

void read_as_snapshot(std::string_view text)
{
    const auto cut = text.find('\0');
    const auto before = read_snapshot(text.substr(0, cut), "before");
    const auto now = read_snapshot(cut == text.npos ? "" : text.substr(cut + 1), "now");
    if (before && now) {
        const auto changes = compare_snapshots(*before, *now);
        require(is_same(changes) == (*before == *now));
        static_cast<void>(changes_text(changes, page_results(), "update"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_as_results(text);
    read_as_snapshot(text);
    static_cast<void>(read_snapshot_targets(text, "targets"));
    static_cast<void>(baseline::read(text, "baseline"));
    static_cast<void>(read_ignored(text, "ignored"));
    static_cast<void>(read_sitemap(text));
    return 0;
}
