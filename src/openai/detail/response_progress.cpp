#include "openai/detail/response_progress.hpp"

#include <algorithm>
#include <utility>

namespace parley::openai {
namespace {

// How a response ended, in the words of Chat Completions.
std::string finish_reason_of(const response_state& state, const std::vector<tool_call>& calls)
{
    if (state.status != "incomplete") return calls.empty() ? "stop" : "tool_calls";
    if (state.incomplete_reason.empty()) return "incomplete";
    return state.incomplete_reason == "max_output_tokens" ? "length" : state.incomplete_reason;
}

}  // namespace

result<void> response_progress::take(response_event& event, chat_piece& piece)
{
    const std::string_view type = event.type;
    if (type == "response.output_text.delta") {
        say(event.delta, piece);
        return {};
    }
    if (event.refused || type == "error") {
        refused_ = event.refused.value_or(refusal_facts{});
        return {};
    }
    if (event.item) return take_item_event(event, piece);
    if (event.response) return take_state(event, piece);
    if (type.starts_with("response.function_call_arguments.")) return take_call(event);
    if (type == "response.refusal.delta") {
        say(event.delta, piece);
        piece.refusal = piece.refusal || !event.delta.empty();
    } else if (type == "response.output_text.done" || type == "response.refusal.done") {
        const bool is_new = !std::exchange(text_in_part_, false) && !event.text.empty();
        if (is_new) say(event.text, piece);
        if (is_new && type == "response.refusal.done") piece.refusal = true;
        text_in_part_ = false;
    } else if (type == "response.reasoning_summary_text.delta" || type == "response.reasoning_text.delta") {
        think(event.delta, piece);
    } else if (type == "response.reasoning_summary_part.added") {
        new_paragraph_ = true;
    } else if (event.cited) {
        cite({*std::move(event.cited)}, piece);
    }
    return {};
}

result<void> response_progress::take_item_event(response_event& event, chat_piece& piece)
{
    auto& item = *event.item;
    const bool ends = event.type == "response.output_item.done";
    if (item.type == "function_call")
        return calls_.replace({.index = event.output_index, .part = std::move(item.call)});
    if (item.type == "reasoning") new_paragraph_ = true;
    if (!ends) return {};
    catch_up(item, in_item_, piece);
    in_item_ = {};
    text_in_part_ = false;
    return {};
}

result<void> response_progress::take_call(const response_event& event)
{
    tool_call_part part{.index = event.output_index};
    const bool ends = event.type.ends_with(".done");
    part.part.arguments = ends ? event.arguments : event.delta;
    return ends ? calls_.replace(part) : calls_.append(part);
}

result<void> response_progress::take_state(response_event& event, chat_piece& piece)
{
    auto& state = *event.response;
    if (event.type == "response.failed" || event.type == "response.incomplete" ||
        event.type == "response.completed") {
        // Some servers leave the status at what it was before.
        if (state.status != "cancelled" && state.status != "failed")
            state.status = event.type.substr(std::string_view("response.").size());
        return end(state, piece);
    }
    note(state, piece);
    return {};
}

result<void> response_progress::end(response_state& state, chat_piece& piece)
{
    note(state, piece);
    if (state.status == "failed" || state.refused) {
        refused_ = state.refused.value_or(refusal_facts{});
        return {};
    }
    if (state.status == "cancelled")
        return error{errc::upstream_rejected, "the answer was cancelled at the model service"};
    const bool has_ended = state.status == "completed" || state.status == "incomplete";
    if (!has_ended && (!state.status.empty() || state.output.empty()))
        return error{errc::closed, "the model's answer ended early: the response is not complete"};

    const kinds known = given_;
    for (auto& item : state.output) catch_up(item, known, piece);
    auto calls = calls_of(state);
    piece.finish_reason = finish_reason_of(state, calls);
    if (state.status != "incomplete") piece.tool_calls = std::move(calls);
    piece.used = state.used;
    is_complete_ = true;
    return {};
}

void response_progress::note(response_state& state, chat_piece& piece)
{
    if (origin_.id.empty()) origin_.id = state.origin.id;
    if (origin_.model.empty()) origin_.model = state.origin.model;
    findings_.add(state.findings, piece);
}

void response_progress::catch_up(output_item& item, kinds known, chat_piece& piece)
{
    if (item.type == "message" && !known.text && !item.text.empty()) {
        say(item.text, piece);
        piece.refusal = piece.refusal || item.refusal;
    }
    if (!known.citations) cite(std::move(item.citations), piece);
    if (item.type != "reasoning") return;
    if (!known.reasoning) {
        new_paragraph_ = true;
        think(item.reasoning, piece);
    }
    if (!known.sealed) keep(std::move(item.sealed), piece);
}

// The calls of the last state are all of them; servers that leave them out there have sent them before.
std::vector<tool_call> response_progress::calls_of(response_state& state)
{
    auto collected = calls_.take();
    std::vector<tool_call> stated;
    for (auto& item : state.output)
        if (item.type == "function_call") stated.push_back(std::move(item.call));
    return stated.empty() ? collected : stated;
}

void response_progress::say(std::string_view text, chat_piece& piece)
{
    if (text.empty()) return;
    piece.text += text;
    given_.text = in_item_.text = text_in_part_ = true;
}

void response_progress::think(std::string_view text, chat_piece& piece)
{
    if (text.empty()) return;
    if (new_paragraph_ && given_.reasoning) piece.reasoning += "\n\n";
    new_paragraph_ = false;
    piece.reasoning += text;
    given_.reasoning = in_item_.reasoning = true;
}

void response_progress::cite(std::vector<citation> cited, chat_piece& piece)
{
    if (cited.empty()) return;
    std::ranges::move(cited, std::back_inserter(piece.citations));
    given_.citations = in_item_.citations = true;
}

void response_progress::keep(sealed_reasoning sealed, chat_piece& piece)
{
    if (sealed.content.empty()) return;
    piece.sealed.push_back(std::move(sealed));
    given_.sealed = in_item_.sealed = true;
}

}  // namespace parley::openai
