// Which vectors can be compared with each other: those that one model made, all of one length.
#pragma once

#include <cstddef>
#include <string>

namespace parley::retrieval {

struct vector_space {
    std::string model;
    std::size_t dimensions = 0;

    friend bool operator==(const vector_space&, const vector_space&) = default;
};

}  // namespace parley::retrieval
