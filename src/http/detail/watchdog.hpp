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
        // It counts as busy.
        explicit watch(watchdog& owner);
        watch(const watch&) = delete;
        watch& operator=(const watch&) = delete;

        void give_up_at(deadline until);
        void rest() { until_ = deadline::max(); }

        // Nobody waits for it until the next `give_up_at`: it ends at the first occasion after `until`, and
        // keeps no loop running.
        void idle_until(deadline until);
        bool is_overdue() const { return until_ <= std::chrono::steady_clock::now(); }

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
        bool is_idle_ = false;
    };

    explicit watchdog(asio::any_io_executor loop) : timer_(std::move(loop)) {}
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;

private:
    void wake_at(deadline at);
    void sweep();
    void count_out();

    asio::steady_timer timer_;
    deadline wakes_at_ = deadline::max();
    boost::intrusive::list<watch> watches_;
    std::size_t busy_ = 0;  // of them
    std::shared_ptr<watchdog*> alive_ = std::make_shared<watchdog*>(this);
};

}  // namespace parley::http
