// The time and the pause points of a running mock, and the levers of its control plane on them.
//
// With a virtual clock no wait ends by itself: `advance` moves time. Belongs to one loop.
#pragma once

#include "mock/player.hpp"

#include <functional>
#include <list>
#include <map>
#include <tuple>

namespace parley::mock {

enum class clock_kind { real, virtual_time };

class live_stage final : public stage {
public:
    explicit live_stage(clock_kind kind) : kind_(kind), now_(std::chrono::steady_clock::now()), began_(now_)
    {
    }

    deadline now() const override;
    asio::awaitable<void> wait_until(deadline until) override;
    asio::awaitable<void> wait_at(pause_point point) override;

    clock_kind kind() const { return kind_; }
    void advance(std::chrono::nanoseconds by);  // of a virtual clock
    std::chrono::nanoseconds advanced() const { return now_ - began_; }
    std::size_t waiting_for_time() const { return waiting_.size(); }

    // Lets all who wait at the point go on, and says how many. When nobody does, the next to come goes on:
    // a test may be faster than the answer. Here and below, no scope means all of them.
    std::size_t release(pause_point at);
    std::map<std::string, std::size_t> paused(std::string_view scope = {}) const;  // how many, by point
    void reset(std::string_view scope = {});  // releases everybody, forgets what came early

private:
    struct wait;
    struct point {
        std::string scope;
        std::string name;
        bool operator<(const point& other) const
        {
            return std::tie(scope, name) < std::tie(other.scope, other.name);
        }
    };

    bool was_released_early(const pause_point& at);
    std::size_t let_go(const std::function<bool(const point&)>& is_meant);

    asio::awaitable<void> wait_for_advance(deadline until);

    clock_kind kind_;
    deadline now_;
    deadline began_;
    std::list<wait*> waiting_;
    std::multimap<point, wait*> paused_;
    std::map<point, std::size_t> released_early_;
};

}  // namespace parley::mock
