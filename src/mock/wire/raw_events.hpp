// What a fixture or a recording gives as it is to go out, right or wrong: events, or pieces that need not be
// events.
#pragma once

#include "mock/wire/event_source.hpp"

#include <memory>

namespace parley::mock {

template <class Part>
class raw_parts final : public event_source {
public:
    // `list` is a part of `answer`.
    raw_parts(std::shared_ptr<const reply> answer, const std::vector<Part>& list)
        : answer_(std::move(answer)), list_(list)
    {
    }

    std::optional<event_kind> upcoming() const override;
    void append_next(std::string& bytes) override;
    void append_error(std::string& bytes, const fault& what) override;
    bool head_waits() const override { return true; }

private:
    std::shared_ptr<const reply> answer_;
    const std::vector<Part>& list_;
    std::size_t at_ = 0;
};

using raw_events = raw_parts<raw_events_reply::event>;
using raw_pieces = raw_parts<std::string>;

extern template class raw_parts<raw_events_reply::event>;
extern template class raw_parts<std::string>;

}  // namespace parley::mock
