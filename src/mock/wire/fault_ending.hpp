// The faults that end an answer before its time, and how.
#pragma once

#include "mock/reply.hpp"
#include "mock/step.hpp"

namespace parley::mock {

constexpr bool ends_answer(fault_kind kind)
{
    return kind == fault_kind::reset || kind == fault_kind::close || kind == fault_kind::stall;
}

constexpr ending ending_of(fault_kind kind)
{
    if (kind == fault_kind::reset) return ending::reset;
    return kind == fault_kind::stall ? ending::stall : ending::cut;
}

}  // namespace parley::mock
