#include "base/audit_settings.hpp"

#include <array>

namespace parley {
namespace {

constexpr auto text = setting_kind::text;
constexpr auto number = setting_kind::number;
constexpr auto toggle = setting_kind::toggle;
constexpr auto list = setting_kind::list;
constexpr auto lines = setting_kind::lines;

// clang-format off
constexpr std::array table = {
    // What is said of the pages.
    setting{"format", "", lines, "FORMAT[=FILE]", "", "audit",
            "compact, text, json, junit, sarif, html, csv or md, into FILE or on standard output; more than "
            "once for several. Unless said: compact on a terminal, else text"},
    setting{"json", "", toggle, "", "", "audit", "the same as --format json"},
    setting{"fail-on", "", text, "IMPACT", "minor", "audit",
            "least impact that makes the exit status 1: minor, moderate, serious, critical, or none for "
            "never"},
    setting{"fail-on-incomplete", "", toggle, "", "", "audit",
            "exit status 1 also for what axe cannot tell and a person has to look at"},
    setting{"max-violations", "", number, "N", "0", "audit",
            "so many violated rules of that impact, on all pages, are still good", 0, 1'000'000},
    setting{"baseline", "", text, "FILE", "", "audit", "known findings that do not count"},
    setting{"write-baseline", "", text, "FILE", "", "audit", "write what is found now as such a file"},
    setting{"ignore", "", text, "FILE", "", "audit",
            "findings that do not count, each with a reason (docs/audit.md)"},
    // What axe is asked.
    setting{"standard", "", text, "NAME", "", "audit",
            "rules of a standard alone: wcag2a, wcag2aa, wcag21aa or wcag22aa (with target-size)"},
    setting{"tags", "", list, "TAGS", "", "audit",
            "rules with these tags alone, such as wcag2aa,best-practice"},
    setting{"rules", "", list, "IDS", "", "audit", "these rules alone"},
    setting{"disable", "", list, "IDS", "", "audit", "not these rules"},
    setting{"include", "", lines, "SELECTOR", "", "audit",
            "only this part of each page; more than once for more"},
    setting{"exclude", "", lines, "SELECTOR", "", "audit", "not this part of each page"},
    setting{"options", "", text, "JSON", "", "audit", "more of axe's own options, as a JSON object"},
    setting{"frames", "", text, "WHICH", "all", "audit",
            "frames that are audited, too: all, same-origin or none"},
    // How a page is shown.
    setting{"viewport", "", list, "SIZES", "1280x720", "audit",
            "sizes in CSS pixels, by comma; each is audited"},
    setting{"color-scheme", "", list, "SCHEMES", "light", "audit", "light, dark or both, by comma"},
    setting{"motion", "", text, "HOW", "reduced", "audit",
            "what a page is told that its visitor prefers: reduced or full"},
    setting{"forced-colors", "", toggle, "", "", "audit", "as if the system forced its own colours on pages"},
    setting{"locale", "", text, "TAG", "", "audit", "language of the browser, such as de-DE"},
    // When it is ready.
    setting{"wait-until", "", text, "WHAT", "load", "audit",
            "load, or networkidle: nothing has been loading for a while"},
    setting{"wait-for", "", text, "SELECTOR", "", "audit", "wait until this is there"},
    setting{"delay", "", number, "MS", "0", "audit", "then wait so many milliseconds", 0, 600'000},
    setting{"timeout", "", number, "SECONDS", "60", "audit", "how long one page may take in all", 1, 3600},
    setting{"no-settle", "", toggle, "", "", "audit", "do not wait for fonts, animations and late content"},
    setting{"allow-http-errors", "", toggle, "", "", "audit",
            "audit pages that answer 404 and the like, too"},
    setting{"retries", "", number, "N", "0", "audit",
            "audit a page with violations so often again, because some come right late", 0, 100},
    setting{"interval", "", number, "MS", "1000", "audit",
            "wait so many milliseconds before that", 0, 600'000},
    setting{"action", "", lines, "ACTION", "", "audit",
            "do this first, such as 'click element #menu'; more than once for a way through the page"},
    setting{"actions", "", text, "FILE", "", "audit", "such actions, one per line"},
    // As whom.
    setting{"header", "PARLEY_AUDIT_HEADER", lines, "NAME:VALUE", "", "audit",
            "sent to the origin of the page alone; @FILE reads it from there"},
    setting{"cookie", "PARLEY_AUDIT_COOKIE", lines, "NAME=VALUE", "", "audit", "the same for a cookie"},
    setting{"basic-auth", "PARLEY_AUDIT_BASIC_AUTH", text, "USER:PASSWORD", "", "audit",
            "the same for HTTP Basic authentication"},
    setting{"storage-state", "", text, "FILE", "", "audit",
            "cookies and storage of a login, as Playwright saves them"},
    setting{"user-agent", "", text, "TEXT", "", "audit", "what the browser calls itself"},
    // With what.
    setting{"browser", "", text, "NAME", "chromium", "audit", "which browser: chromium or firefox"},
    setting{"browser-path", "PARLEY_BROWSER", text, "FILE", "", "audit",
            "the browser's program; unless said, one that is installed"},
    setting{"axe-source", "", text, "FILE", "", "audit", "an axe.js in place of the one that is built in"},
    setting{"jobs", "", number, "N", "0", "audit", "pages audited at a time; 0 is one per core", 0, 64},
    // Which pages.
    setting{"serve", "", text, "DIR", "", "audit",
            "serve this folder on loopback: files below it are audited there, and find what they refer to "
            "by /"},
    setting{"start", "", text, "COMMAND", "", "audit",
            "run this first, and end it afterwards: what serves the pages"},
    setting{"ready-url", "", text, "URL", "", "audit", "with --start: wait until this answers"},
    setting{"ready-pattern", "", text, "REGEX", "", "audit", "with --start: wait until it says this"},
    setting{"start-timeout", "", number, "SECONDS", "60", "audit",
            "with --start: wait so long for that", 1, 3600},
    setting{"crawl", "", toggle, "", "", "audit",
            "audit also the pages of the same origin that pages link to, and those that these link to"},
    setting{"max-urls", "", number, "N", "50", "audit", "with --crawl: so many pages in all", 1, 50'000},
    setting{"watch", "", toggle, "", "", "audit",
            "audit again whenever a file or folder that was named, or one of --serve, changes"},
    setting{"sitemap", "", text, "PLACE", "", "audit",
            "an address or a file: the pages of this sitemap, or index of sitemaps, too"},
    setting{"sitemap-include", "", text, "REGEX", "", "audit", "only addresses of it that hold this"},
    setting{"sitemap-exclude", "", text, "REGEX", "", "audit", "no addresses of it that hold this"},
    setting{"sitemap-find", "", text, "REGEX", "", "audit", "in its addresses replace this"},
    setting{"sitemap-replace", "", text, "TEXT", "", "audit", "by this, so that a copy elsewhere is audited"},
    // Snapshots.
    setting{"snapshot", "", text, "DIR", "", "audit", "the same as parley audit snapshot --dir DIR"},
    setting{"dir", "", text, "DIR", "snapshots", "audit", "for audit snapshot: where the snapshots are"},
    setting{"update", "", toggle, "", "", "audit",
            "write snapshots that are missing or differ; the exit status is 1 when one was written"},
    setting{"prune", "", toggle, "", "", "audit",
            "with --update: remove snapshots of pages that are no longer audited"},
    setting{"strict", "", toggle, "", "", "audit", "leave snapshots aside: every violation counts"},
    setting{"fixed-ok", "", toggle, "", "", "audit", "fewer violations than the snapshot has are good"},
    setting{"detail", "", text, "WHAT", "counts", "audit",
            "for audit snapshot: counts, or targets to notice one element in place of another, too"},
    setting{"licence", "", toggle, "", "", "audit", "for audit rules: the licence of axe-core instead"},
    setting{"config", "PARLEY_AUDIT_CONFIG", text, "FILE", "", "audit",
            "JSON with defaults for these options, and pages (docs/audit.md); unless said, parley-audit.json "
            "if it is in this folder"},
};
// clang-format on

}  // namespace

std::span<const setting> audit_settings()
{
    return table;
}

}  // namespace parley
