// From an HTTP request to what was asked of the mock, with the real service's refusals.
//
// Knows the paths of all three host styles. Refuses what the real service refuses
// (missing model, unknown role, bad tool schema, too many tokens, no key where one is wanted) with its
// words. No I/O.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley::mock {

struct reader_settings {
    enum class credentials { optional, required } keys = credentials::optional;
    std::vector<std::string> accepted_keys = {};  // empty: any. A wrong one is always refused.
    std::vector<std::string> models = {};         // empty: any; others are refused as not found
    std::size_t context_tokens_max = 128'000;     // beyond it: context_length_exceeded
    std::optional<host_style> style = {};         // none: told by the path
    // What becomes of bodies that the real service would refuse: that, an answer with a word in the journal,
    // or an answer.
    enum class checks { fail, warn, off } check = checks::fail;
};

struct read_outcome {
    asked what;                          // as far as it could be read, also when it was refused
    std::optional<error_reply> refused;  // what the real service would answer
    std::string warning = {};            // the same in words, when it is to be answered nevertheless
};

// `from` gives up its body. Credentials in its headers are hashed and left out.
read_outcome read_request(http::request from, const reader_settings& settings);

// Whether this is a path that `read_request` knows, whatever the method.
bool is_model_path(std::string_view path);

}  // namespace parley::mock
