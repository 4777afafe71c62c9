// What a request asks of the mock itself, by its headers: a fault, and times.
#pragma once

#include "mock/fault_rules.hpp"
#include "mock/latency_rules.hpp"
#include "mock/matcher.hpp"

namespace parley::mock {

struct wishes {
    std::optional<any_fault> failure = {};
    std::optional<wanted_times> times = {};
};

// A header that cannot be read is a mistake of the test, and no answer of a model.
std::variant<wishes, miss> read_wishes(const http::fields& headers);

}  // namespace parley::mock
