// Ends waits that take too long, with one timer for all connections of a loop.
//
// Moving a deadline later is one store, so that reads on the hot path cost no timer. Belongs to one loop
// and outlives its watches. A wait may end up to `grain` late.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/intrusive/list.hpp>

#include <memory>

namespace parley::http {

class watchdog {
public:
    class watch : public boost::intrusive::list_base_hook<> {
    public:
        explicit watch(watchdog& owner);
        watch(const watch&) = delete;
        watch& operator=(const watch&) = delete;

        void give_up_at(deadline until);
        void rest() { until_ = deadline::max(); }

        // Whether a deadline has passed, ever.
        bool gave_up() const { return gave_up_; }

    protected:
        ~watch();
        virtual void give_up() = 0;  // must not destroy a watch at once

    private:
        friend class watchdog;
        watchdog& owner_;
        deadline until_ = deadline::max();
        bool gave_up_ = false;
    };

    explicit watchdog(asio::any_io_executor loop) : timer_(std::move(loop)) {}
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;

private:
    void wake_at(deadline at);
    void sweep();

    asio::steady_timer timer_;
    deadline wakes_at_ = deadline::max();
    boost::intrusive::list<watch> watches_;
    std::shared_ptr<watchdog*> alive_ = std::make_shared<watchdog*>(this);
};

}  // namespace parley::http
