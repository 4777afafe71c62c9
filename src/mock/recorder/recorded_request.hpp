// What a recording keeps of a request: conditions that are true of all that ask the same, and of no other.
//
// Pure functions.
#pragma once

#include "mock/asked.hpp"
#include "mock/recorder/key_finder.hpp"

#include <string>

namespace parley::mock {

struct recorded_request {
    std::string name;        // of the fixture and its file: `chat-0123456789ab`
    std::string conditions;  // what stands behind `when:`, as YAML
};

// `from` could be read. A text with a key in it is left out; the hash of the body stands for it.
recorded_request describe(const asked& from, const key_finder& keys);

}  // namespace parley::mock
