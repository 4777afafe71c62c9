// Faults that are not written in a fixture: set by the control plane for some of the requests, or asked for
// by one request with the header `X-Mock-Fault`.
#pragma once

#include "mock/rules.hpp"

#include <variant>

namespace parley::mock {

using any_fault = std::variant<fault, error_reply>;
using fault_rules = rules<any_fault>;

// A list of `{when, …, fault}` or `{when, …, error: {status, …}}`, as YAML or JSON.
rules_read<any_fault> read_fault_rules(std::string_view text, const std::string& file);

// `to` with the fault, or the error in its place and at its time.
std::shared_ptr<const reply> with_fault(const std::shared_ptr<const reply>& to, const any_fault& wanted);

}  // namespace parley::mock
