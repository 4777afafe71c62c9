// The chunks of a streamed chat completion, as OpenAI sends them and as Azure does.
//
// The frame (id, time, model) is built once; a chunk is a few appends to it.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/event_source.hpp"
#include "mock/wire/ids.hpp"
#include "mock/wire/piece_cutter.hpp"
#include "mock/wire/text_plan.hpp"

#include <memory>

namespace parley::mock {

class chat_events final : public event_source {
public:
    // `answer` holds a text_reply.
    chat_events(const asked& asking, std::shared_ptr<const reply> answer, id_seed ids, std::int64_t created);

    std::optional<event_kind> upcoming() const override;
    void append_next(std::string& bytes) override;
    const text_reply::pause* take_pause() override;
    void append_error(std::string& bytes, const fault& what) override;
    bool head_waits() const override { return true; }

private:
    enum class phase {
        prompt_filter,
        role,
        reasoning,
        text,
        refusal,
        call,
        arguments,
        finish,
        usage,
        done,
        end
    };

    void enter(phase next);
    bool has_something(phase what) const;
    void go_on();
    void append_choice(std::string& bytes);
    void append_role(std::string& bytes);
    void append_delta(std::string& bytes);
    void append_call(std::string& bytes);
    void append_finish(std::string& bytes);
    void append_usage(std::string& bytes);
    std::size_t call_index() const;
    bool is_withheld() const { return reason_ == "content_filter"; }
    const tool_call_reply& call() const { return text_.tool_calls[call_index()]; }

    std::shared_ptr<const reply> answer_;
    const text_reply& text_;
    std::string_view reason_;  // why it ends
    id_seed ids_;
    std::string frame_;      // up to and with `"choices":[`
    std::string tail_;       // behind a delta
    std::string_view open_;  // before the text of a delta
    usage_reply used_;
    piece_cutter cutter_;
    std::string_view piece_;  // on its way to each choice
    std::size_t choices_;
    std::size_t choice_ = 0;
    std::size_t call_ = 0;
    std::size_t pause_ = 0;  // the next one
    phase phase_ = phase::role;
    bool is_azure_;
    bool tells_usage_;
    index_order order_;
};

}  // namespace parley::mock
