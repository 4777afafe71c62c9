// The events of a streamed response (Responses API), in the order of the service.
//
// What comes before the text of a delta is built once per part; a delta is a few appends to it.
#pragma once

#include "mock/wire/event_source.hpp"
#include "mock/wire/piece_cutter.hpp"
#include "mock/wire/response_object.hpp"

#include <memory>

namespace parley::mock {

class responses_events final : public event_source {
public:
    // `answer` holds a text_reply.
    responses_events(const asked& asking, std::shared_ptr<const reply> answer, id_seed ids,
                     std::int64_t created);

    std::optional<event_kind> upcoming() const override;
    void append_next(std::string& bytes) override;
    const text_reply::pause* take_pause() override;
    void append_error(std::string& bytes, const fault& what) override;
    bool head_waits() const override { return false; }

private:
    enum class phase {
        created,
        in_progress,
        reasoning_added,
        summary_added,
        summary_delta,
        summary_done,
        summary_part_done,
        reasoning_done,
        message_added,
        text_added,
        text_delta,
        text_done,
        text_part_done,
        refusal_added,
        refusal_delta,
        refusal_done,
        refusal_part_done,
        message_done,
        call_added,
        call_delta,
        call_arguments_done,
        call_done,
        terminal,
        end,
    };

    static bool is_delta(phase what);
    bool has_something(phase what) const;
    void go_on();
    void enter(phase next);
    void begin(std::string& bytes, std::string_view name);
    void begin_part(std::string& bytes, std::string_view name);
    std::string place(std::string_view name) const;
    void append_delta(std::string& bytes);
    void append_item(std::string& bytes, response_status status);
    void append_done(std::string& bytes);
    void append_part(std::string& bytes, std::string_view name);
    void append_response(std::string& bytes, std::string_view name, const response_object::state& state);
    void append_terminal(std::string& bytes);
    std::string_view part_text() const;

    std::shared_ptr<const reply> answer_;
    response_items items_;
    response_object object_;
    usage_reply used_;
    std::string whole_;       // of exact pieces, joined
    std::string delta_head_;  // of the part under way, up to the text
    piece_cutter cutter_;
    std::size_t number_ = 0;  // sequence_number
    std::size_t call_ = 0;
    std::size_t pause_ = 0;
    phase phase_ = phase::created;
};

}  // namespace parley::mock
