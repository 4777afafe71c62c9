// A running browser: gives tabs. Gone with all that it started, on disk too, when this is destroyed.
#pragma once

#include "audit/browser/tab.hpp"

#include <memory>

namespace parley::audit {

class browser {
public:
    virtual ~browser() = default;

    // A tab with cookies and storage of its own, which end with it. It keeps the browser's pipe, not the
    // browser.
    virtual asio::awaitable<result<std::unique_ptr<tab>>> open_tab(deadline until) = 0;

    virtual const std::string& name() const = 0;  // and version, such as "Chromium 156.0.8078.79"
    virtual bool is_gone() const = 0;
};

}  // namespace parley::audit
