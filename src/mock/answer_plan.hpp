// Decides what answers a request, and writes into its journal entry who said so.
//
// In this order: what the request asks of the mock itself, what the real service would refuse, limits,
// fixtures; then the times and faults that the request or the control plane wants of the answer. No I/O.
#pragma once

#include "mock/mock_state.hpp"
#include "mock/wishes.hpp"

namespace parley::mock {

struct planned {
    std::shared_ptr<const reply> says = {};
    std::optional<miss> missed = {};
};

// `body_hash` tells identical requests.
planned plan_answer(mock_state& with, const read_outcome& read, std::size_t body_hash, journal_entry& entry);

// `says` with the fault that the request or else the control plane wants; `says` itself when there is none.
std::shared_ptr<const reply> with_wanted_fault(mock_state& with, const asked& what, const wishes& wished,
                                               const journal_entry& entry, std::shared_ptr<const reply> says);

}  // namespace parley::mock
