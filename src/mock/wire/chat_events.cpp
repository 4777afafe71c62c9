#include "mock/wire/chat_events.hpp"

#include "mock/wire/azure_filters.hpp"
#include "mock/wire/error_answer.hpp"
#include "mock/wire/json_parts.hpp"
#include "mock/wire/usage.hpp"

namespace parley::mock {
namespace {

std::string frame_of(const asked& asking, id_seed ids, std::int64_t created)
{
    std::string frame =
        "data: {\"id\":\"" + make_completion_id(ids) + "\",\"object\":\"chat.completion.chunk\",\"created\":";
    append_number(frame, created);
    frame += ',';
    append_member(frame, "model", asking.model);
    frame += "\"choices\":[";
    return frame;
}

}  // namespace

chat_events::chat_events(const asked& asking, std::shared_ptr<const reply> answer, id_seed ids,
                         std::int64_t created)
    : answer_(std::move(answer)),
      text_(std::get<text_reply>(answer_->content)),
      reason_(finish_reason_of(asking, text_)),
      ids_(ids),
      frame_(frame_of(asking, ids, created)),
      choices_(asking.choices),
      is_azure_(asking.style != host_style::openai),
      tells_usage_(asking.wants_usage),
      order_(order_of(*answer_))
{
    if (tells_usage_) used_ = usage_of(asking, *answer_, text_);
    tail_ = "},\"logprobs\":null,\"finish_reason\":null";
    if (is_azure_)  // what is shown of an answer that is withheld later was found to be safe
        tail_ += ",\"content_filter_results\":" +
                 azure_results_of_answer(is_withheld() ? filter_findings{} : text_.filtered,
                                         filter_verdict::annotated);
    tail_ += tells_usage_ ? "}],\"usage\":null}\n\n" : "}]}\n\n";
    if (is_azure_) phase_ = phase::prompt_filter;
}

std::optional<event_kind> chat_events::upcoming() const
{
    switch (phase_) {
        case phase::prompt_filter:
        case phase::role:
            return event_kind::opening;
        case phase::finish:
            return event_kind::finish;
        case phase::usage:
            return event_kind::closing;
        case phase::done:
            return event_kind::terminal;
        case phase::end:
            return std::nullopt;
        default:
            return event_kind::token;
    }
}

void chat_events::append_next(std::string& bytes)
{
    switch (phase_) {
        case phase::prompt_filter:
            append(bytes, {"data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\",",
                           azure_prompt_annotation(), "}\n\n"});
            return go_on();
        case phase::usage:
            append_usage(bytes);
            return go_on();
        case phase::done:
            bytes += "data: [DONE]\n\n";
            return go_on();
        case phase::end:
            return;
        default:
            append_choice(bytes);
    }
}

// One chunk for one choice. Every choice says the same, each at its own index.
void chat_events::append_choice(std::string& bytes)
{
    if (choice_ == 0 && !open_.empty())
        piece_ = cutter_.next(pause_ < text_.pauses.size() && phase_ == phase::text ? text_.pauses[pause_].at
                                                                                    : std::string_view::npos);
    bytes += frame_;
    bytes += "{\"index\":";
    append_number(bytes, order_ == index_order::reversed ? choices_ - 1 - choice_ : choice_);
    switch (phase_) {
        case phase::role:
            append_role(bytes);
            break;
        case phase::call:
            append_call(bytes);
            break;
        case phase::finish:
            append_finish(bytes);
            break;
        default:
            append_delta(bytes);
    }
    if (++choice_ < choices_) return;
    choice_ = 0;
    if (open_.empty() || cutter_.done()) go_on();
}

void chat_events::append_role(std::string& bytes)
{
    const bool has_content = has_text(*answer_, text_) || text_.tool_calls.empty();
    append(bytes, {",\"delta\":{\"role\":\"assistant\",\"content\":", has_content ? "\"\"" : "null",
                   ",\"refusal\":null},\"logprobs\":null,\"finish_reason\":null",
                   is_azure_ ? ",\"content_filter_results\":{}" : "",
                   tells_usage_ ? "}],\"usage\":null}\n\n" : "}]}\n\n"});
}

void chat_events::append_delta(std::string& bytes)
{
    bytes += open_;
    if (phase_ == phase::arguments) {
        append_number(bytes, call_index());
        bytes += ",\"function\":{\"arguments\":";
    }
    append_json_string(bytes, piece_);
    if (phase_ == phase::arguments) bytes += "}}]";
    bytes += tail_;
}

void chat_events::append_call(std::string& bytes)
{
    bytes += ",\"delta\":{\"tool_calls\":[{\"index\":";
    append_number(bytes, call_index());
    bytes += ",\"id\":";
    append_json_string(bytes, call().id.empty() ? make_call_id(ids_, call_index()) : call().id);
    bytes += ",\"type\":\"function\",\"function\":{\"name\":";
    append_json_string(bytes, call().name);
    bytes += ",\"arguments\":\"\"}}]";
    bytes += tail_;
}

void chat_events::append_finish(std::string& bytes)
{
    bytes += ",\"delta\":{},\"logprobs\":null,\"finish_reason\":";
    append_json_string(bytes, reason_);
    if (is_azure_) {
        bytes += ",\"content_filter_results\":";
        bytes += is_withheld() ? azure_results_of_answer(text_.filtered, filter_verdict::withheld) : "{}";
    }
    bytes += tells_usage_ ? "}],\"usage\":null}\n\n" : "}]}\n\n";
}

void chat_events::append_usage(std::string& bytes)
{
    append(bytes, {frame_, "],\"usage\":"});
    append_chat_usage(bytes, used_);
    bytes += "}\n\n";
}

void chat_events::append_error(std::string& bytes, const fault& what)
{
    bytes += "data: ";
    append_stream_error(bytes, what);
    bytes += "\n\n";
    phase_ = phase::end;
}

const text_reply::pause* chat_events::take_pause()
{
    if (pause_ == text_.pauses.size() || choice_ != 0 || phase_ < phase::text) return nullptr;
    const auto& next = text_.pauses[pause_];
    if (phase_ == phase::text && cutter_.position() < next.at) return nullptr;
    ++pause_;
    return &next;
}

std::size_t chat_events::call_index() const
{
    return order_ == index_order::reversed ? text_.tool_calls.size() - 1 - call_ : call_;
}

bool chat_events::has_something(phase what) const
{
    switch (what) {
        case phase::reasoning:
            return !text_.reasoning.empty();
        case phase::text:
            return has_text(*answer_, text_);
        case phase::refusal:
            return !text_.refusal.empty();
        case phase::call:
            return call_ < text_.tool_calls.size();
        case phase::arguments:
            return call_ < text_.tool_calls.size() && !call().arguments.empty();
        case phase::usage:
            return tells_usage_;
        default:
            return true;
    }
}

// To the next phase that has something to say.
void chat_events::go_on()
{
    auto next = phase_;
    do {
        const bool ends_call = next == phase::arguments;
        if (ends_call) ++call_;
        next = ends_call && call_ < text_.tool_calls.size() ? phase::call
                                                            : static_cast<phase>(static_cast<int>(next) + 1);
    } while (!has_something(next));
    enter(next);
}

void chat_events::enter(phase next)
{
    phase_ = next;
    const auto& beside = chunks_beside_text(answer_->chunks);
    switch (next) {
        case phase::reasoning:
            open_ = ",\"delta\":{\"reasoning_content\":";
            cutter_ = {beside, text_.reasoning};
            break;
        case phase::text:
            open_ = ",\"delta\":{\"content\":";
            cutter_ = {answer_->chunks, text_.text};
            break;
        case phase::refusal:
            open_ = ",\"delta\":{\"refusal\":";
            cutter_ = {beside, text_.refusal};
            break;
        case phase::arguments:
            open_ = ",\"delta\":{\"tool_calls\":[{\"index\":";
            cutter_ = {beside, call().arguments};
            break;
        default:
            open_ = {};
    }
}

}  // namespace parley::mock
