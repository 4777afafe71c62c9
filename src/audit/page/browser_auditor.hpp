// A browser of our own and the auditors that it has: as many as pages are to be looked at side by side.
//
// Started without a window on a screen or a profile that stays; its end is ours. What it holds on disk is
// gone when this is destroyed, or at the next start when we were killed. Belongs to one loop.
#pragma once

#include "audit/browser/browser_kind.hpp"
#include "audit/page/auditor.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace parley::audit {

struct browser_options {
    browser_kind kind = browser_kind::chromium;
    std::string path = {};                // of the program; empty: the first that is found
    std::string engine = {};              // source of axe-core; empty: the one in this program
    std::filesystem::path profiles = {};  // where its folder is made; empty: the system's temporary folder
    std::size_t results_bytes_max = 256U * 1024U * 1024U;  // of one page, as JSON
};

class browser_auditor {
public:
    // errc::not_found when there is no browser, with the package that has one; closed when it ends at once.
    static asio::awaitable<result<std::unique_ptr<browser_auditor>>> start(browser_options options);

    ~browser_auditor();
    browser_auditor(const browser_auditor&) = delete;
    browser_auditor& operator=(const browser_auditor&) = delete;

    // One more, with a tab, cookies and storage of its own. It must be gone before this is.
    std::unique_ptr<auditor> new_auditor();

    std::string browser() const;  // name and version, such as "Chromium 156.0.8078.79"
    browser_kind kind() const;
    std::string engine_version() const;

private:
    class impl;
    explicit browser_auditor(std::unique_ptr<impl> made);

    std::unique_ptr<impl> impl_;
};

}  // namespace parley::audit
