// A run: every question of a file asked once, what came of each, and what that comes to.
//
// Pure. Numbers are made anew from what was observed whenever a run is read, so that runs of different days
// are judged alike.
#pragma once

#include "eval/scores.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::eval {

struct judged_question {
    question asked;
    observation seen;
    scores made;
};

struct failed_question {
    std::string id;
    std::string reason;
};

struct run {
    std::string writer;       // who wrote the answers: a model's name, or "extracts"
    std::size_t top = 0;      // passages an answer could draw on
    std::size_t planned = 0;  // questions of the file
    std::vector<judged_question> judged = {};
    std::vector<failed_question> failed = {};

    bool is_complete() const { return judged.size() + failed.size() == planned; }
};

struct spread {
    double p50 = 0;
    double p99 = 0;
};

struct totals {
    scores mean;  // of each metric, over the questions that it says something of
    std::size_t answerable = 0;
    std::size_t refused_wrongly = 0;   // the documents have an answer
    std::size_t answered_wrongly = 0;  // they have none
    std::size_t sentences = 0;
    std::size_t unsupported = 0;
    spread retrieval_ms;
    spread first_word_ms;
    spread answer_ms;
};

totals total(const run& of);

// The mean of one metric over the questions that have it; nothing when none has.
std::optional<double> mean_of(const metric& which, const std::vector<const scores*>& over);

}  // namespace parley::eval
