// How a run reads, and how two of them compare: for people, and as JSON objects for machines.
#pragma once

#include "eval/compare.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace parley::cli {

enum class colours { none, shown };

// The metrics, and the questions that are worth a look.
std::string run_text(const eval::run& of);

std::string comparison_text(const eval::comparison& of, double tolerance, colours how);

// `{"type":"comparison","questions":...,"metrics":{...},"better":[...],"worse":[...],"fallen":[...]}`
boost::json::object comparison_json(const eval::comparison& of, double tolerance);

}  // namespace parley::cli
