// A browser for tests: looks at one page after the other, and blocks while it does.
//
// Started when the first page is looked at, gone with this. One thread.
#pragma once

#include "audit/page/browser_auditor.hpp"

namespace parley::audit {

class local_browser {
public:
    explicit local_browser(browser_options options = {});
    ~local_browser();
    local_browser(const local_browser&) = delete;
    local_browser& operator=(const local_browser&) = delete;

    // As auditor::audit; a browser that cannot be started is the error of the only outcome.
    std::vector<page_outcome> look_at(const page_plan& plan);

    browser_kind kind() const;

    // What to install, once it was found that there is no browser; else empty.
    const std::string& missing() const;

private:
    class impl;

    std::unique_ptr<impl> impl_;
};

}  // namespace parley::audit
