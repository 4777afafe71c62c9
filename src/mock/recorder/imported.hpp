// What a file of another tool came to: requests with their answers, ready to be saved like those recorded
// here; and what could not be taken over.
#pragma once

#include "mock/fixtures/document.hpp"
#include "mock/recorder/recorded_answer.hpp"
#include "mock/recorder/recorded_request.hpp"

namespace parley::mock {

struct imported_exchange {
    recorded_request of;
    recorded_answer answer;
    std::string where = {};  // in its file, for messages: `entry 3 (POST https://host/path)`
};

struct imported_file {
    std::string name = {};                          // for messages, and in what is saved
    std::vector<imported_exchange> exchanges = {};  // in their order
    std::string fixtures = {};                      // or items of a fixture file, of a tool that has fixtures
    std::size_t fixture_count = 0;                  // of those
    std::vector<std::string> others = {};           // requests that fixtures know nothing of
    std::vector<mistake> refused = {};              // parts that have no equivalent or are not whole
    std::vector<mistake> mistakes = {};             // with any, nothing of the file is to be saved
};

// A request whose answers are known from elsewhere.
struct request_file {
    std::string name;  // for messages
    std::string body;  // JSON
};

struct import_settings {
    std::vector<body_path> masked = {};
    std::optional<request_file> request = {};  // of answers whose files do not say what was asked
};

}  // namespace parley::mock
