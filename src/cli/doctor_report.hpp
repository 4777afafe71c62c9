// How the doctor's findings read.
#pragma once

#include "doctor/finding.hpp"

#include <span>

namespace parley::cli {

// For people: a line for each finding, and below it what to type.
std::string findings_text(std::span<const doctor::finding> findings);

// For machines: one object per line, `{"check","outcome","sentence","fixes"}`.
std::string findings_json(std::span<const doctor::finding> findings);

}  // namespace parley::cli
