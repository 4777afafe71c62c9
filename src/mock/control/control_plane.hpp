// The routes under `/__mock`: what a test, or a person, can see and change while the mock runs.
//
//   GET    health ready           that it lives, that it answers
//   GET    journal                ?since&endpoint&matched&scope&limit; what was asked, without keys
//   GET    misses                 those that no fixture answered, and why
//   GET    verify                 the receipt so far: 200, or 409 with its problems
//   POST   assert                 expectations: 200, or 409 with what does not hold
//   GET PUT POST DELETE fixtures  read, replace, add, remove (?name=)
//   PUT    faults latency limits  for requests from now on
//   POST   reset                  journal, counts and positions
//   GET POST clock                a virtual clock, {"advance_ms": 250}
//   GET POST pauses               who waits where; {"release": "half"}
//   GET PUT identity              login endpoints: who asked, what they know and how they fail
//   POST   keys                  tokens are signed with a new one; {"drop_old": true}
//   GET    metrics                for Prometheus
//
// A scope, as `?scope=` or as X-Mock-Scope, makes journal, check, faults, latency, pauses and reset its own.
// No I/O: each is a function from a request to its answer.
#pragma once

#include "mock/mock_state.hpp"

namespace parley::mock {

inline constexpr std::string_view control_prefix = "/__mock/";

bool is_control_path(std::string_view path);
http::response answer_control(mock_state& with, const http::request& from);

}  // namespace parley::mock
