// Keeps silent streams alive: one ticker per loop looks at every open stream, so that a stream needs no
// timer of its own.
//
// Belongs to one loop. A heartbeat is an empty line, which every NDJSON reader skips (docs/protocol.md).
#pragma once

#include "base/deadline.hpp"

#include <list>

namespace parley::server {

// A stream as the ticker sees it.
class beating {
public:
    virtual ~beating() = default;
    virtual void tick(deadline now) = 0;
};

class heartbeat {
public:
    using place = std::list<beating*>::iterator;

    place add(beating& stream) { return streams_.insert(streams_.end(), &stream); }
    void remove(place where) { streams_.erase(where); }

    // One look at every stream.
    void tick(deadline now);

    // Ticks every `period` until cancelled.
    asio::awaitable<void> run(std::chrono::milliseconds period);

private:
    std::list<beating*> streams_;
};

}  // namespace parley::server
