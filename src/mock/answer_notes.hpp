// What a run writes down of a request: in its journal entry, in its counts, and among its problems.
#pragma once

#include "mock/mock_state.hpp"

namespace parley::mock {

// Counts an answer as under way, and ends its entry when the handler does, however that is: a cancelled one
// is a reader who left.
class recorded {
public:
    recorded(mock_state& with, std::shared_ptr<journal_entry> entry);
    recorded(const recorded&) = delete;
    recorded& operator=(const recorded&) = delete;
    ~recorded();

private:
    mock_state& with_;
    std::shared_ptr<journal_entry> entry_;
};

void note_asked(journal_entry& entry, const asked& what);
void note_miss(mock_state& with, journal_entry& entry, const miss& missed);

// Each is a problem of the run, unless there is nothing to tell or --allow-refused has allowed it.
void note_refused(mock_state& with, const journal_entry& entry, const error_reply& says);
void note_warning(mock_state& with, const journal_entry& entry, const std::string& warning);
void note_unmet(mock_state& with, const journal_entry& entry, const std::string& unmet);

}  // namespace parley::mock
