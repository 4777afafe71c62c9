// A streamed answer as steps: the events of a protocol, with the times, pauses and faults of a reply.
#pragma once

#include "mock/step.hpp"
#include "mock/timing.hpp"
#include "mock/wire/event_source.hpp"
#include "mock/wire/fault_state.hpp"

#include <memory>

namespace parley::mock {

class stream_script final : public script {
public:
    // `state`: whether the fault is in `events` already.
    stream_script(std::unique_ptr<event_source> events, std::shared_ptr<const reply> answer, wait_maker waits,
                  fault_state state)
        : events_(std::move(events)), answer_(std::move(answer)), waits_(std::move(waits)), state_(state)
    {
    }

    step next(std::string& bytes) override;
    std::string unmet() const override;

private:
    enum class stage { start, head, events, padding, ended };

    step start();
    step head();
    step next_event(std::string& bytes);
    std::optional<event_kind> upcoming_after_dropped(std::string& bytes);
    std::chrono::nanoseconds wait_before(event_kind what);
    bool fault_is_due() const;
    step fail(std::string& bytes);
    step spoil_next(std::string& bytes);
    step pad(std::string& bytes);
    step end(ending how);

    std::unique_ptr<event_source> events_;
    std::shared_ptr<const reply> answer_;
    wait_maker waits_;
    std::size_t sent_ = 0;     // events
    std::size_t padding_ = 0;  // bytes of an oversized event that are still to come
    ending how_ = ending::whole;
    stage stage_ = stage::start;
    bool waited_ = false;  // for the event that comes next
    bool waited_for_first_ = false;
    bool first_token_ = true;  // none has come yet
    bool failed_ = false;      // the place of the fault has come
    fault_state state_;
};

}  // namespace parley::mock
