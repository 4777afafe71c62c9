#include "server/recording_sink.hpp"

#include "server/visitor.hpp"

#include <boost/json/parse.hpp>

namespace parley::server {
namespace {

// The session state as the name of a conversation; empty when it is something else.
std::string conversation_named(const std::string& session_state)
{
    boost::system::error_code failed;
    const auto value = boost::json::parse(session_state, failed);
    return !failed && value.is_string() ? std::string(value.get_string()) : "";
}

}  // namespace

asio::awaitable<result<void>> recording_sink::send(rag::event what)
{
    if (const auto* found = std::get_if<rag::sources_event>(&what)) sources_ = *found;
    if (const auto* step = std::get_if<rag::process_event>(&what)) lines_.remember(*step);
    if (const auto* delta = std::get_if<rag::delta_event>(&what)) text_ += delta->text;
    if (const auto* done = std::get_if<rag::done_event>(&what)) co_await store(*done);
    co_return co_await to_.send(std::move(what));
}

void recording_sink::watch(rag::held_words* words)
{
    held_ = words;
    to_.watch(words == nullptr ? nullptr : this);
}

std::string recording_sink::release(deadline now)
{
    auto words = held_->release(now);
    text_ += words;
    return words;
}

asio::awaitable<void> recording_sink::store(const rag::done_event& done)
{
    history::turn turn{of_.run_id, std::move(of_.question),
                       with_cut_note(std::move(text_), done.finish_reason), lines_.context(sources_, done)};
    auto work = [visitor = of_.visitor, id = of_.conversation, turn = std::move(turn)](history::store& in) {
        return in.append(visitor, id, turn);
    };
    const auto stored = co_await into_.with(std::move(work));
    if (!stored)
        log_.write(log_level::error, "answer_not_kept",
                   {{"id", of_.run_id}, {"detail", stored.error().detail}});
}

void name_conversation(const history_services& with, chat_request& wanted)
{
    if (with.conversations == offered::yes && wanted.session_state == "null")
        wanted.session_state = '"' + random_name() + '"';
}

std::unique_ptr<recording_sink> make_recorder(const history_services& with, const http::request& request,
                                              const chat_request& wanted, rag::event_sink& to, log_sink& log)
{
    if (with.conversations == offered::no) return nullptr;
    const auto visitor = known_visitor(request.headers);
    auto conversation = conversation_named(wanted.session_state);
    if (!visitor || conversation.empty()) return nullptr;
    dialect_a lines(wanted.session_state, wanted.asked.sources, request.id, wanted.asked.suggested);
    record of{*visitor, std::move(conversation), request.id, wanted.asked.text};
    return std::make_unique<recording_sink>(to, std::move(of), std::move(lines), *with.keeper, log);
}

}  // namespace parley::server
