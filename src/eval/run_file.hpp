// A run as JSON: for a file that is kept to compare with, and line by line for machines.
//
//     {"parley_run": 1, "writer": "extracts", "top": 5, "planned": 25, "total": {...}, "failed": [],
//     "questions": [
//     {"id": ..., "question": ..., "relevant": [...], "ranking": [...], "cited": [...], "metrics": {...}},
//     ...
//     ]}
#pragma once

#include "eval/run.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace parley::eval {

boost::json::object question_json(const judged_question& of);
boost::json::object total_json(const run& of);

std::string run_json(const run& of);

// Whether a file holds a run, and no questions.
bool looks_like_run(std::string_view text);

// errc::invalid_input, naming the file, when it holds no run that we can read.
result<run> parse_run(std::string_view text, std::string_view name);

}  // namespace parley::eval
