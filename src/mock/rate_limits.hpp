// How many requests and tokens a key may have of a model within a time, counted as the real service does.
//
// A window begins with its first request; a request counts with its prompt and with all that its answer may
// be (`max_tokens`). No clock of its own. Limits: 4096 pairs of key and model; beyond, the oldest window
// ends.
#pragma once

#include "mock/asked.hpp"
#include "mock/fixtures/document.hpp"
#include "mock/reply.hpp"

#include <chrono>
#include <map>

namespace parley::mock {

struct window_limits {
    std::int64_t requests_max = 0;  // 0: any number
    std::int64_t tokens_max = 0;
    std::chrono::milliseconds window{60'000};
};

struct limits_read {
    window_limits limits = {};
    std::vector<mistake> mistakes = {};
};

// A map of `requests`, `tokens` and `window_ms`, as YAML or JSON; an empty one lifts the limits.
limits_read read_window_limits(std::string_view text, const std::string& file);

class rate_limits {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit rate_limits(window_limits limits) : limits_(limits) {}

    bool are_set() const { return limits_.requests_max > 0 || limits_.tokens_max > 0; }

    // From now on; forgets what was used.
    void replace(window_limits limits);

    struct verdict {
        http::fields headers = {};                // x-ratelimit-…, for the answer whatever it is
        std::optional<error_reply> refused = {};  // 429, with the time until the window ends
    };

    // Counts the request, unless it is refused.
    verdict take(const asked& asking, time_point now);

private:
    struct window {
        time_point ends = {};
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
    };
    window& window_of(const asked& asking, time_point now);

    window_limits limits_;
    std::map<std::pair<std::string, std::string>, window> windows_;  // by key's hash and model
};

}  // namespace parley::mock
