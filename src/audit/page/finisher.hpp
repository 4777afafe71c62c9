// Puts together what axe found in the frames of a page, in a blank tab that never loads one and is kept.
#pragma once

#include "audit/browser/browser.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace parley::audit {

class finisher {
public:
    explicit finisher(std::string_view engine) : engine_(engine) {}  // which outlives this

    // axe's results as JSON, of the parts in the order of their frames: a JSON list, null for each frame
    // that was not audited.
    asio::awaitable<result<std::string>> finish(browser& in, std::string parts, std::string options,
                                                deadline until);

private:
    asio::awaitable<result<void>> open(browser& in, deadline until);

    std::string_view engine_;
    std::unique_ptr<tab> blank_;
};

}  // namespace parley::audit
