// What the mock answers when no fixture does and somebody asked for a default: useful without any file.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"

#include <cstdint>
#include <string>

namespace parley::mock {

struct default_settings {
    enum class kind { echo, extract, lorem, fixed } as = kind::echo;
    std::string text = {};     // fixed
    std::size_t tokens = 128;  // lorem
    std::uint64_t seed = 0;    // lorem
};

// echo: the last user's words. extract: the sentences of the context (system texts and tool results) that
// share most words with the question, with their `[citation]` marks kept. A tool_choice that demands a
// call gets one, with arguments that fit the tool's schema; so does a json_schema. Embeddings are made
// from their texts whatever the kind.
reply make_default_reply(const asked& asking, const default_settings& settings);

}  // namespace parley::mock
