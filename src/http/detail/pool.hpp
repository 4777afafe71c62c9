// Open connections of one loop that wait for their next request, by where they lead.
//
// Bounded per destination: how many are open in all, and how many of them idle. The most recently used
// goes first, so that a pool which was large once shrinks. Those that waited too long are closed when the
// pool is used next, or when the watchdog looks: they keep no loop running.
#pragma once

#include "http/detail/upstream_connection.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace parley::http {

class pool {
public:
    struct limits {
        std::size_t open_max;
        std::size_t idle_max;
        std::chrono::milliseconds idle_timeout;
    };

    class destination;

    // One place among the open connections of a destination, given back when destroyed.
    class place {
    public:
        explicit place(destination& at);
        place(place&& other) noexcept : at_(std::exchange(other.at_, nullptr)) {}
        place& operator=(place&& other) noexcept
        {
            std::swap(at_, other.at_);
            return *this;
        }
        ~place();
        destination& at() { return *at_; }

    private:
        destination* at_;
    };

    struct member {
        place taken;
        std::unique_ptr<upstream_connection> link;
    };

    class destination {
        friend class pool;
        friend class place;
        std::size_t open_ = 0;
        std::vector<member> idle_;
    };

    explicit pool(limits bounds) : limits_(bounds) {}

    // A connection that waits, if there is a living one.
    std::optional<member> take(const std::string& key);

    // Room for a new connection, or nothing at the limit.
    std::optional<place> reserve(const std::string& key);

    // Keeps it for the next request, if there is room.
    void keep(member done);

    // Closes those that wait, and keeps none any more.
    void close();

private:
    limits limits_;
    std::unordered_map<std::string, destination> destinations_;
};

}  // namespace parley::http
