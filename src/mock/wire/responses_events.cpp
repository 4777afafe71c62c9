#include "mock/wire/responses_events.hpp"

#include "mock/wire/error_answer.hpp"
#include "mock/wire/json_parts.hpp"
#include "mock/wire/text_plan.hpp"
#include "mock/wire/usage.hpp"

namespace parley::mock {

responses_events::responses_events(const asked& asking, std::shared_ptr<const reply> answer, id_seed ids,
                                   std::int64_t created)
    : answer_(std::move(answer)),
      items_(*answer_, ids),
      object_(asking, ids, created),
      used_(usage_of(asking, *answer_, items_.text))
{
    if (items_.text.text.empty()) whole_ = whole_text({}, answer_->chunks);
}

bool responses_events::is_delta(phase what)
{
    return what == phase::summary_delta || what == phase::text_delta || what == phase::refusal_delta ||
           what == phase::call_delta;
}

std::optional<event_kind> responses_events::upcoming() const
{
    if (phase_ == phase::end) return std::nullopt;
    if (phase_ == phase::terminal) return event_kind::conclusion;
    if (is_delta(phase_)) return event_kind::token;
    return phase_ <= phase::in_progress ? event_kind::opening : event_kind::closing;
}

// `event:` line, type and number; the caller goes on with `,"member":` and the end of the event.
void responses_events::begin(std::string& bytes, std::string_view name)
{
    append(bytes, {"event: ", name, "\ndata: {\"type\":\"", name, "\",\"sequence_number\":"});
    append_number(bytes, number_++);
}

// Where the event belongs: `,"item_id":…,"output_index":…` and the index of the part, if it has one.
std::string responses_events::place(std::string_view name) const
{
    const bool is_call = phase_ >= phase::call_added;
    const bool is_message = !is_call && phase_ >= phase::message_added;
    std::string where = ",\"item_id\":\"";
    if (is_call)
        where += items_.item_id_of_call(call_);
    else
        where += is_message ? items_.message_id() : items_.reasoning_id();
    where += "\",\"output_index\":";
    if (is_call)
        append_number(where, items_.call_index(call_));
    else
        append_number(where, is_message ? items_.message_index() : 0);
    if (name.empty()) return where;
    const bool is_second = phase_ >= phase::refusal_added && is_message && items_.says_text;
    append(where, {",\"", name, "\":", is_second ? "1" : "0"});
    return where;
}

void responses_events::begin_part(std::string& bytes, std::string_view name)
{
    begin(bytes, name);
    if (phase_ >= phase::call_added)
        bytes += place("");
    else
        bytes += place(phase_ >= phase::message_added ? "content_index" : "summary_index");
}

std::string_view responses_events::part_text() const
{
    if (phase_ >= phase::call_added) return items_.text.tool_calls[call_].arguments;
    if (phase_ >= phase::refusal_added) return items_.text.refusal;
    if (phase_ < phase::message_added) return items_.text.reasoning;
    return items_.text.text.empty() ? std::string_view(whole_) : items_.text.text;
}

void responses_events::append_next(std::string& bytes)
{
    switch (phase_) {
        case phase::created:
            append_response(bytes, "response.created", {});
            break;
        case phase::in_progress:
            append_response(bytes, "response.in_progress", {});
            break;
        case phase::reasoning_added:
        case phase::message_added:
        case phase::call_added:
            append_item(bytes, response_status::in_progress);
            break;
        case phase::reasoning_done:
        case phase::message_done:
        case phase::call_done:
            append_item(bytes, items_.status());
            break;
        case phase::summary_added:
            append_part(bytes, "response.reasoning_summary_part.added");
            break;
        case phase::summary_part_done:
            append_part(bytes, "response.reasoning_summary_part.done");
            break;
        case phase::text_added:
        case phase::refusal_added:
            append_part(bytes, "response.content_part.added");
            break;
        case phase::text_part_done:
        case phase::refusal_part_done:
            append_part(bytes, "response.content_part.done");
            break;
        case phase::summary_done:
        case phase::text_done:
        case phase::refusal_done:
        case phase::call_arguments_done:
            append_done(bytes);
            break;
        case phase::terminal:
            append_terminal(bytes);
            break;
        case phase::end:
            return;
        default:
            append_delta(bytes);
            if (!cutter_.done()) return;
    }
    go_on();
}

void responses_events::append_delta(std::string& bytes)
{
    const bool may_pause = phase_ == phase::text_delta && pause_ < items_.text.pauses.size();
    bytes += delta_head_;
    append_json_string(bytes,
                       cutter_.next(may_pause ? items_.text.pauses[pause_].at : std::string_view::npos));
    bytes += phase_ == phase::text_delta ? ",\"logprobs\":[],\"sequence_number\":" : ",\"sequence_number\":";
    append_number(bytes, number_++);
    bytes += "}\n\n";
}

void responses_events::append_item(std::string& bytes, response_status status)
{
    const bool is_added = status == response_status::in_progress;
    begin(bytes, is_added ? "response.output_item.added" : "response.output_item.done");
    bytes += ",\"output_index\":";
    if (phase_ >= phase::call_added) {
        append_number(bytes, items_.call_index(call_));
        bytes += ",\"item\":";
        items_.append_call(bytes, call_, is_added ? status : response_status::completed);
    } else if (phase_ >= phase::message_added) {
        append_number(bytes, items_.message_index());
        bytes += ",\"item\":";
        items_.append_message(bytes, status);
    } else {
        bytes += "0,\"item\":";
        if (is_added)
            append(bytes, {"{\"id\":\"", items_.reasoning_id(), "\",\"type\":\"reasoning\",\"summary\":[]}"});
        else
            items_.append_reasoning(bytes);
    }
    bytes += "}\n\n";
}

void responses_events::append_part(std::string& bytes, std::string_view name)
{
    begin_part(bytes, name);
    const auto said = name.ends_with("added") ? std::string_view() : part_text();
    bytes += ",\"part\":";
    if (phase_ >= phase::refusal_added) {
        items_.append_refusal_part(bytes, said);
    } else if (phase_ >= phase::message_added) {
        items_.append_text_part(bytes, said);
    } else {
        bytes += "{\"type\":\"summary_text\",\"text\":";
        append_json_string(bytes, said);
        bytes += '}';
    }
    bytes += "}\n\n";
}

void responses_events::append_done(std::string& bytes)
{
    std::string_view member = ",\"text\":";
    if (phase_ == phase::call_arguments_done) {
        begin_part(bytes, "response.function_call_arguments.done");
        member = ",\"arguments\":";
    } else if (phase_ == phase::refusal_done) {
        begin_part(bytes, "response.refusal.done");
        member = ",\"refusal\":";
    } else if (phase_ == phase::summary_done) {
        begin_part(bytes, "response.reasoning_summary_text.done");
    } else {
        begin_part(bytes, "response.output_text.done");
    }
    bytes += member;
    append_json_string(bytes, part_text());
    bytes += phase_ == phase::text_done ? ",\"logprobs\":[]}\n\n" : "}\n\n";
}

void responses_events::append_response(std::string& bytes, std::string_view name,
                                       const response_object::state& state)
{
    begin(bytes, name);
    bytes += ",\"response\":";
    object_.append(bytes, state);
    bytes += "}\n\n";
}

void responses_events::append_terminal(std::string& bytes)
{
    const auto output = items_.all();
    const auto filters = items_.content_filters();
    const bool is_whole = items_.status() == response_status::completed;
    append_response(bytes, is_whole ? "response.completed" : "response.incomplete",
                    {.status = items_.status(),
                     .output = output,
                     .used = &used_,
                     .incomplete_reason = items_.incomplete_reason(),
                     .content_filters = filters});
}

// Nested with the failed response behind it, as recorded streams have it; or flat, as the schema says.
void responses_events::append_error(std::string& bytes, const fault& what)
{
    phase_ = phase::end;
    begin(bytes, "error");
    const bool is_flat = what.kind == fault_kind::flat_error_event;
    bytes += is_flat ? ",\"code\":" : ",\"error\":{\"type\":\"server_error\",\"code\":";
    append_json_string(bytes, code_of(what));
    bytes += ",\"message\":";
    append_json_string(bytes, message_of(what));
    bytes += is_flat ? ",\"param\":null}\n\n" : ",\"param\":null}}\n\n";
    if (is_flat) return;
    append_response(
        bytes, "response.failed",
        {.status = response_status::failed, .error_code = code_of(what), .error_message = message_of(what)});
}

const text_reply::pause* responses_events::take_pause()
{
    const auto& pauses = items_.text.pauses;
    if (pause_ == pauses.size() || phase_ < phase::text_delta) return nullptr;
    const auto& next = pauses[pause_];
    if (phase_ == phase::text_delta && cutter_.position() < next.at) return nullptr;
    ++pause_;
    return &next;
}

bool responses_events::has_something(phase what) const
{
    const auto& text = items_.text;
    if (what == phase::text_delta) return items_.says_text;
    if (what == phase::call_delta && call_ < text.tool_calls.size())
        return !text.tool_calls[call_].arguments.empty();
    if (what >= phase::terminal) return true;
    if (what >= phase::call_added) return call_ < text.tool_calls.size();
    if (what >= phase::refusal_added && what <= phase::refusal_part_done) return !text.refusal.empty();
    if (what >= phase::text_added && what <= phase::text_part_done)
        return items_.has_message() && (items_.says_text || text.refusal.empty());
    if (what >= phase::message_added) return items_.has_message();
    return what <= phase::in_progress || items_.has_reasoning();
}

// To the next phase that has something to say.
void responses_events::go_on()
{
    auto next = phase_;
    do {
        const bool ends_call = next == phase::call_done;
        if (ends_call) ++call_;
        next = ends_call && call_ < items_.text.tool_calls.size()
                   ? phase::call_added
                   : static_cast<phase>(static_cast<int>(next) + 1);
    } while (!has_something(next));
    enter(next);
}

void responses_events::enter(phase next)
{
    phase_ = next;
    if (!is_delta(next)) return;
    std::string_view name = "response.output_text.delta";
    if (next == phase::summary_delta) name = "response.reasoning_summary_text.delta";
    if (next == phase::refusal_delta) name = "response.refusal.delta";
    if (next == phase::call_delta) name = "response.function_call_arguments.delta";
    std::string_view index = next >= phase::message_added ? "content_index" : "summary_index";
    if (next == phase::call_delta) index = {};
    delta_head_.clear();
    append(delta_head_, {"event: ", name, "\ndata: {\"type\":\"", name, "\"", place(index), ",\"delta\":"});
    const auto& how = next == phase::text_delta ? answer_->chunks : chunks_beside_text(answer_->chunks);
    cutter_ = {how, next == phase::text_delta ? std::string_view(items_.text.text) : part_text()};
}

}  // namespace parley::mock
