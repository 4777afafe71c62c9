// Events that a fixture or a recording gives, in its own framing: right or wrong, they go out as they are.
#pragma once

#include "mock/wire/event_source.hpp"

#include <memory>

namespace parley::mock {

class raw_events final : public event_source {
public:
    // `answer` holds a raw_events_reply.
    explicit raw_events(std::shared_ptr<const reply> answer)
        : answer_(std::move(answer)), events_(std::get<raw_events_reply>(answer_->content).events)
    {
    }

    std::optional<event_kind> upcoming() const override;
    void append_next(std::string& bytes) override;
    void append_error(std::string& bytes, const fault& what) override;
    bool head_waits() const override { return true; }

private:
    std::shared_ptr<const reply> answer_;
    const std::vector<raw_events_reply::event>& events_;
    std::size_t at_ = 0;
};

// The same for pieces, which need not be events.
class raw_pieces final : public event_source {
public:
    // `answer` holds a raw_pieces_reply.
    explicit raw_pieces(std::shared_ptr<const reply> answer)
        : answer_(std::move(answer)), pieces_(std::get<raw_pieces_reply>(answer_->content).pieces)
    {
    }

    std::optional<event_kind> upcoming() const override;
    void append_next(std::string& bytes) override;
    void append_error(std::string& bytes, const fault& what) override;
    bool head_waits() const override { return true; }

private:
    std::shared_ptr<const reply> answer_;
    const std::vector<std::string>& pieces_;
    std::size_t at_ = 0;
};

}  // namespace parley::mock
