// What a request meets before its answer begins, for those who wait with it.
#pragma once

#include "base/deadline.hpp"

#include <string>

namespace parley::openai {

struct setback {
    errc why;                           // errc::upstream_busy, upstream_failed, unreachable, ...
    std::chrono::milliseconds wait{0};  // until it is asked again; 0: another place is asked now
    int attempt = 2;                    // the number of the try that comes
    std::string model = {};             // what the place that is asked then calls the model
};

class setback_listener {
public:
    virtual ~setback_listener() = default;
    // Awaited before the wait begins.
    virtual asio::awaitable<void> met(setback what) = 0;
};

}  // namespace parley::openai
