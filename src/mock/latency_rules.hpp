// Times that are not written in a fixture: set by the control plane for some of the requests, or asked for by
// one request with the header `X-Mock-Latency`. They take the place of those of the fixture; a speed alone
// divides those.
#pragma once

#include "base/error.hpp"
#include "mock/rules.hpp"

namespace parley::mock {

constexpr std::string_view latency_header = "X-Mock-Latency";

// Other waits, or those that there are, sooner or later.
struct wanted_times {
    std::optional<timing> instead = {};  // at speed 1; none when `speed` is all that is wanted
    double speed = 1;                    // divides the waits; 0 ends them
};

using latency_rules = rules<wanted_times>;

wanted_times read_wanted_times(const node& from, mistakes& into);

// A list of `{when, …, timing}`, as YAML or JSON.
rules_read<wanted_times> read_latency_rules(std::string_view text, const std::string& file);

// Milliseconds to the first token, or a map as `timing` has it. errc::invalid_input says what is not
// understood.
result<wanted_times> read_latency(std::string_view text);

// `to` with these times; `usual` are those of a reply that says nothing.
std::shared_ptr<const reply> with_times(const std::shared_ptr<const reply>& to, const wanted_times& wanted,
                                        const timing& usual);

}  // namespace parley::mock
