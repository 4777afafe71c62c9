// What the routes of one loop need of the history, and what is offered of it.
#pragma once

#include "base/log.hpp"
#include "history/keeper.hpp"

namespace parley::server {

enum class offered { no, yes };

struct history_services {
    history::keeper* keeper = nullptr;  // thread-safe, outlives the routes; null: neither is offered
    offered conversations = offered::no;
    offered feedback = offered::no;
};

// What a client reads of a failure. That of the disk goes to the log, with the request's id: clients hear
// only that nothing was kept.
inline error for_history_clients(const error& problem, std::string_view request_id, log_sink& log)
{
    if (problem.code != errc::storage && problem.code != errc::busy) return problem;
    log.write(log_level::error, "history_failed", {{"id", request_id}, {"detail", problem.detail}});
    return {errc::busy, "The history cannot be reached at the moment. The server's log says why.",
            std::chrono::seconds(10)};
}

}  // namespace parley::server
