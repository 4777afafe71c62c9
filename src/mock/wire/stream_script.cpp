#include "mock/wire/stream_script.hpp"

#include "mock/wire/fault_ending.hpp"
#include "mock/wire/faulty_bytes.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::size_t padding_step_bytes = 64 * 1024;

// Faults of the head have no place among the events.
bool is_of_head(fault_kind kind)
{
    return kind == fault_kind::wrong_content_type || kind == fault_kind::html ||
           kind == fault_kind::no_terminal_event || kind == fault_kind::no_finish ||
           kind == fault_kind::reordered_index;
}

bool is_of_embeddings(fault_kind kind)
{
    return kind == fault_kind::wrong_count || kind == fault_kind::wrong_length ||
           kind == fault_kind::not_a_number;
}

bool is_dropped(event_kind what, const std::optional<fault>& failure)
{
    if (!failure) return false;
    if (failure->kind == fault_kind::no_terminal_event)
        return what == event_kind::terminal || what == event_kind::conclusion;
    return failure->kind == fault_kind::no_finish &&
           (what == event_kind::finish || what == event_kind::conclusion);
}

}  // namespace

step stream_script::next(std::string& bytes)
{
    switch (stage_) {
        case stage::start:
            return start();
        case stage::head:
            return head();
        case stage::events:
            return next_event(bytes);
        case stage::padding:
            return pad(bytes);
        case stage::ended:
            break;
    }
    return how_;
}

std::string stream_script::unmet() const
{
    const auto& failure = answer_->failure;
    if (!failure || state_ == fault_state::happened) return {};
    return never_happened(*failure, "the answer had " + std::to_string(sent_) + " events");
}

step stream_script::start()
{
    stage_ = stage::head;
    const auto& failure = answer_->failure;
    if (failure && failure->at == fault::place::before_head && ends_answer(failure->kind)) {
        state_ = fault_state::happened;
        return end(ending_of(failure->kind));
    }
    if (events_->head_waits()) {
        waited_for_first_ = true;
        waited_ = waits_.waits_for_every_event();
        const auto wait = waits_.before_first();
        if (wait.count() > 0) return wait_for{wait};
    }
    return head();
}

step stream_script::head()
{
    stage_ = stage::events;
    send_head head{.headers = {{"Content-Type", "text/event-stream"},
                               {"Cache-Control", "no-cache"},
                               {"X-Accel-Buffering", "no"}}};
    if (const auto* raw = std::get_if<raw_pieces_reply>(&answer_->content))
        head = {.status = raw->status, .headers = {{"Content-Type", raw->content_type}}};
    for (const auto& [name, value] : answer_->headers) head.headers.set(name, value);
    const auto& failure = answer_->failure;
    if (failure && (failure->kind == fault_kind::wrong_content_type || failure->kind == fault_kind::html))
        state_ = fault_state::happened;
    if (failure && failure->kind == fault_kind::wrong_content_type)
        head.headers.set("Content-Type", "text/html");
    if (failure && failure->kind == fault_kind::html) {
        head.headers.set("Content-Type", "text/html");
        head.body = page_of_html();
        stage_ = stage::ended;
    }
    return head;
}

step stream_script::next_event(std::string& bytes)
{
    if (const auto* const pause = events_->take_pause()) return pause_at{pause->name};
    if (fault_is_due()) return fail(bytes);
    const auto what = upcoming_after_dropped(bytes);
    if (!what) return end(ending::whole);
    if (!waited_ && !waits_.never_waits()) {
        waited_ = true;
        const auto wait = wait_before(*what);
        if (wait.count() > 0) return wait_for{wait};
    }
    waited_ = false;
    ++sent_;
    events_->append_next(bytes);
    return send_bytes{};
}

std::optional<event_kind> stream_script::upcoming_after_dropped(std::string& bytes)
{
    auto what = events_->upcoming();
    while (what && is_dropped(*what, answer_->failure)) {
        const auto kept = bytes.size();
        events_->append_next(bytes);
        bytes.resize(kept);
        state_ = fault_state::happened;
        what = events_->upcoming();
    }
    return what;
}

// The first token comes with the head when the head has waited for it.
std::chrono::nanoseconds stream_script::wait_before(event_kind what)
{
    if (waits_.waits_for_every_event()) return waits_.before_next();
    if (what != event_kind::token) return {};
    if (!waited_for_first_) {
        waited_for_first_ = true;
        first_token_ = false;
        return waits_.before_first();
    }
    if (std::exchange(first_token_, false)) return {};
    return waits_.before_next();
}

bool stream_script::fault_is_due() const
{
    const auto& failure = answer_->failure;
    if (!failure || failed_ || is_of_head(failure->kind)) return false;
    return sent_ >= (failure->at == fault::place::after_events ? failure->events : 0);
}

step stream_script::fail(std::string& bytes)
{
    failed_ = true;
    const auto& what = *answer_->failure;
    if (is_of_embeddings(what.kind)) return spoil_next(bytes);
    state_ = fault_state::happened;
    if (ends_answer(what.kind)) return end(ending_of(what.kind));
    if (what.kind == fault_kind::slow_drip) return drip{what.each_byte};
    if (what.kind == fault_kind::error_event || what.kind == fault_kind::flat_error_event) {
        events_->append_error(bytes, what);
        return send_bytes{};
    }
    return spoil_next(bytes);
}

step stream_script::spoil_next(std::string& bytes)
{
    std::string event;
    if (upcoming_after_dropped(event)) events_->append_next(event);
    if (event.empty())
        state_ = fault_state::to_come;  // there is none left to spoil
    else
        ++sent_;
    switch (answer_->failure->kind) {
        case fault_kind::half_event:
            bytes.append(event, 0, event.size() / 2);
            end(ending::cut);
            break;
        case fault_kind::half_character:
            bytes += cut_in_character(event);
            end(ending::cut);
            break;
        case fault_kind::invalid_json:
            bytes += without_json_end(event);
            break;
        case fault_kind::invalid_utf8:
            bytes += with_invalid_utf8(event);
            break;
        case fault_kind::oversized_event:
            bytes.append(event, 0, end_of_object(event));
            bytes += ",\"padding\":\"";
            padding_ = oversized_bytes;
            stage_ = stage::padding;
            break;
        case fault_kind::duplicate_event:
            bytes += event;
            bytes += event;
            break;
        default:
            bytes += event;
    }
    return send_bytes{};
}

// In parts, so that an oversized event costs no memory of its size.
step stream_script::pad(std::string& bytes)
{
    const auto part = std::min(padding_, padding_step_bytes);
    bytes.append(part, 'x');
    padding_ -= part;
    if (padding_ == 0) {
        bytes += "\"}\n\n";
        stage_ = stage::events;
    }
    return send_bytes{};
}

step stream_script::end(ending how)
{
    how_ = how;
    stage_ = stage::ended;
    return how;
}

}  // namespace parley::mock
