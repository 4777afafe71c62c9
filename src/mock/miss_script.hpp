// The answer to a request that nothing answers, or that asks the impossible of the mock: counted, and told
// why.
#pragma once

#include "mock/mock_state.hpp"

namespace parley::mock {

std::unique_ptr<script> script_of_miss(mock_state& with, journal_entry& entry, const miss& missed);

}  // namespace parley::mock
