// Times that are not written in a fixture: set by the control plane for some of the requests, or asked for by
// one request with the header `X-Mock-Latency`. They take the place of those of the fixture.
#pragma once

#include "base/error.hpp"
#include "mock/rules.hpp"

namespace parley::mock {

constexpr std::string_view latency_header = "X-Mock-Latency";

using latency_rules = rules<timing>;

// A list of `{when, …, timing}`, as YAML or JSON.
rules_read<timing> read_latency_rules(std::string_view text, const std::string& file);

// Milliseconds to the first token, or a map as `timing` has it. errc::invalid_input says what is not
// understood.
result<timing> read_latency(std::string_view text);

// `to` with these times.
std::shared_ptr<const reply> with_times(const std::shared_ptr<const reply>& to, const timing& wanted);

}  // namespace parley::mock
