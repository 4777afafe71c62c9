// One answer into a run, whoever reads it: events in, numbered lines into its ring. Belongs to the run's
// loop.
#pragma once

#include "runs/run.hpp"
#include "server/dialect_a.hpp"
#include "server/pending_lines.hpp"

namespace parley::server {

class run_sink final : public rag::event_sink {
public:
    // Lines that can wait do so for `hold` at most.
    run_sink(std::shared_ptr<runs::run> into, dialect_a lines, std::chrono::milliseconds hold);

    asio::awaitable<result<void>> send(rag::event what) override;
    void watch(rag::held_words* words) override { pending_.watch(words); }

    // A look at what waits.
    void tick(deadline now);

    // Both end the run. A failure before the first word is told apart: it can be a reader's status.
    void finish(deadline now);
    void fail(const error& problem, std::string_view request_id, deadline now);

private:
    std::shared_ptr<runs::run> into_;
    std::chrono::milliseconds hold_;
    pending_lines pending_;
    deadline last_write_;      // or the beginning
    bool is_writing_ = false;  // waits for room: the ticker stays away
};

}  // namespace parley::server
