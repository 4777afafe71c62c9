// The windows that pages open in a Chromium: their dialogs are answered.
//
// A window shares its scripts' thread with the page that opened it, so that a dialog nobody answers would
// hold up both. https://chromedevtools.github.io/devtools-protocol/tot/Target/#method-setAutoAttach
#pragma once

#include "audit/browser/devtools.hpp"

namespace parley::audit {

class opened_windows final : private devtools_listener {
public:
    // From now on, until it is gone, of every window that opens.
    explicit opened_windows(std::shared_ptr<devtools> pipe);
    ~opened_windows();
    opened_windows(const opened_windows&) = delete;
    opened_windows& operator=(const opened_windows&) = delete;

private:
    void hear(const devtools_event& event) override;
    void hear_the_end() override {}

    std::shared_ptr<devtools> pipe_;
};

}  // namespace parley::audit
