// What a recording keeps of a request: conditions that are true of all that ask the same, and of no other.
//
// Pure functions.
#pragma once

#include "mock/asked.hpp"
#include "mock/body_path.hpp"
#include "mock/recorder/key_finder.hpp"
#include "mock/wire/request_reader.hpp"

#include <string>

namespace parley::mock {

struct recorded_request {
    std::string name;        // of the fixture and its file: `chat-0123456789ab`
    std::string conditions;  // what stands behind `when:`, as YAML
    key_finder keys = {};    // of what must not be in its answers either
};

// `from` could be read. A text with a key in it, or something that is masked, is left out; the hash of the
// body stands for it, in which what is masked does not count.
recorded_request describe(const asked& from, key_finder keys, const std::vector<body_path>& masked = {});

// The same for a request as it came and what was read of it. errc::unsupported: why no fixture could give its
// answer again.
result<recorded_request> recordable(const http::request& from, const read_outcome& read,
                                    const std::vector<body_path>& masked);

}  // namespace parley::mock
