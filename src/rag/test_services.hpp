// For tests: a retriever, a writer, a model and a sink that follow a script and remember what they were
// asked.
#pragma once

#include "rag/answer.hpp"

#include <deque>
#include <functional>
#include <utility>

namespace parley::rag {

struct scripted_retriever final : retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request request,
                                                                    deadline) override
    {
        asked = std::move(request);
        co_return found;
    }

    result<std::vector<retrieval::passage>> found = std::vector<retrieval::passage>{};
    retrieval::search_request asked;
};

using script = std::deque<result<openai::chat_piece>>;

// Says the pieces of the script, then that it is over.
struct scripted_stream final : openai::chat_stream {
    scripted_stream(script& pieces, int& alive_count) : to_say(pieces), alive(alive_count) { ++alive; }
    ~scripted_stream() override { --alive; }

    asio::awaitable<result<std::unique_ptr<openai::chat_piece>>> next() override
    {
        if (to_say.empty()) co_return nullptr;
        auto piece = std::move(to_say.front());
        to_say.pop_front();
        if (!piece) co_return piece.error();
        co_return std::make_unique<openai::chat_piece>(*std::move(piece));
    }

    script& to_say;
    int& alive;
};

struct scripted_model final : openai::chat_model {
    asio::awaitable<result<std::unique_ptr<openai::chat_stream>>> start(openai::chat_request request,
                                                                        deadline) override
    {
        asked = std::move(request);
        for (const auto& each : setbacks) co_await asked.setbacks->met(each);
        if (refusal) co_return *refusal;
        co_return std::make_unique<scripted_stream>(pieces, streams_alive);
    }

    script pieces;
    std::vector<openai::setback> setbacks;  // on the way to its first word
    std::optional<error> refusal;
    openai::chat_request asked;
    int streams_alive = 0;
};

struct remembering_sink final : event_sink {
    asio::awaitable<result<void>> send(event what) override
    {
        if (events.size() == accepts_max) co_return error{errc::cancelled, "the reader left"};
        if (then && held_ != nullptr) then(*held_);
        events.push_back(std::move(what));
        co_return result<void>{};
    }

    void watch(held_words* words) override { held_ = words; }

    // One letter for each event: s, d or e; p for a step of the process.
    std::string order() const
    {
        std::string letters;
        for (const auto& e : events) letters += "sdep"[e.index()];
        return letters;
    }

    std::string text() const
    {
        std::string joined;
        for (const auto& e : events)
            if (const auto* delta = std::get_if<delta_event>(&e)) joined += delta->text;
        return joined;
    }

    std::vector<event> events;
    std::size_t accepts_max = static_cast<std::size_t>(-1);
    std::function<void(held_words&)> then = {};  // with each event, while there may be words held

private:
    held_words* held_ = nullptr;
};

}  // namespace parley::rag
