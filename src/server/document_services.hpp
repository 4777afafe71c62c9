// What the routes of one loop need of the documents: a list of them, and where new ones go.
#pragma once

#include "base/log.hpp"
#include "ingest/inbox/inbox.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>

namespace parley::server {

struct document_services {
    // By name, those after `name`. Blocking, thread-safe.
    std::function<result<std::vector<retrieval::document>>(const std::string& name, std::size_t at_most)>
        list;
    asio::thread_pool& blocking;  // apart from that of searches: a slow disk must not keep answers waiting
    log_sink& log;
    ingest::inbox* uploads = nullptr;  // null: none are taken
};

}  // namespace parley::server
