// What has changed from one run to another, over the questions that both have asked.
//
// Pure. Questions are the same when their ids are. Times are not compared: they are those of a machine.
#pragma once

#include "eval/run.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::eval {

struct metric_change {
    const metric* which;
    std::optional<double> before;  // nothing: it says nothing of any question
    std::optional<double> now;

    double difference() const { return before && now ? *now - *before : 0; }
};

// One question, with the metrics that differ.
struct question_change {
    std::string id;
    std::vector<metric_change> metrics;
};

struct comparison {
    std::vector<metric_change> metrics;   // all of them, in their order
    std::vector<question_change> better;  // better in something, worse in nothing
    std::vector<question_change> worse;   // worse in something
    std::size_t both = 0;                 // questions
    std::size_t only_before = 0;
    std::size_t only_now = 0;
};

comparison compare(const run& before, const run& now);

// The metrics that fell by more than `tolerance`.
std::vector<metric_change> fallen(const comparison& of, double tolerance);

}  // namespace parley::eval
