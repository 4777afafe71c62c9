// What is known of a response between its events, and what each event adds to the answer.
//
// Text, thoughts and citations come as deltas, and again when a part, an item and the response end. They are
// given out once: what an ending repeats counts only when nothing of it has come before. Positions and ids
// do not matter for that, as servers get them wrong; tool calls are told apart by their position.
#pragma once

#include "openai/detail/known_findings.hpp"
#include "openai/detail/response_parser.hpp"
#include "openai/detail/tool_call_collector.hpp"

namespace parley::openai {

class response_progress {
public:
    result<void> take(response_event& event, chat_piece& piece);

    // The last state of the response: how it ended, and whatever had not come before.
    result<void> end(response_state& state, chat_piece& piece);

    bool is_complete() const { return is_complete_; }
    const std::optional<refusal_facts>& refused() const { return refused_; }
    const answer_origin& origin() const { return origin_; }

private:
    struct kinds {
        bool text = false;
        bool reasoning = false;
        bool citations = false;
        bool sealed = false;
    };

    result<void> take_item_event(response_event& event, chat_piece& piece);
    result<void> take_call(const response_event& event);
    result<void> take_state(response_event& event, chat_piece& piece);
    void say(std::string_view text, chat_piece& piece);
    void think(std::string_view text, chat_piece& piece);
    void cite(std::vector<citation> cited, chat_piece& piece);
    void keep(sealed_reasoning sealed, chat_piece& piece);
    void catch_up(output_item& item, kinds known, chat_piece& piece);
    void note(response_state& state, chat_piece& piece);
    std::vector<tool_call> calls_of(response_state& state);

    answer_origin origin_;
    std::optional<refusal_facts> refused_;
    tool_call_collector calls_;
    known_findings findings_;
    kinds given_;    // since the answer began
    kinds in_item_;  // since the last item ended
    bool text_in_part_ = false;
    bool new_paragraph_ = false;  // the next thought begins one
    bool is_complete_ = false;
};

}  // namespace parley::openai
