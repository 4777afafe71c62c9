// From what was asked and what to answer to the bytes, waits and faults of the answer, step by step.
//
// The same seed and number give the same bytes: ids, waits and times of creation depend on nothing else.
// No I/O. A script holds a share in its reply and its place in it, and not its events.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"
#include "mock/step.hpp"
#include "mock/timing.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley::mock {

struct script_settings {
    std::shared_ptr<const timing> times = {};  // for replies that have none; null: no waits
    moment now = {};
    std::uint64_t seed = 0;
    std::uint64_t number = 0;              // which request this is: ids and waits differ by it
    std::int64_t created = 1'700'000'000;  // seconds since 1970
    std::vector<std::string> models = {};  // what GET /models lists
    std::size_t dimensions = 1536;         // of embeddings, when neither request nor model says
};

// Takes what it needs of `asking`; `answer` is shared and may be used by many scripts. What is asked of
// endpoint::models needs no answer of its own: an empty reply lists the models. Vectors are for
// endpoint::embeddings only: the caller has refused them for the others.
std::unique_ptr<script> make_script(const asked& asking, std::shared_ptr<const reply> answer,
                                    const script_settings& settings);

}  // namespace parley::mock
