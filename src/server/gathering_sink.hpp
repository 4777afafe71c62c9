// Gathers an answer for a route that does not stream.
#pragma once

#include "rag/event.hpp"

namespace parley::server {

class gathering_sink final : public rag::event_sink {
public:
    asio::awaitable<result<void>> send(rag::event what) override
    {
        if (auto* found = std::get_if<rag::sources_event>(&what)) sources = std::move(*found);
        if (auto* step = std::get_if<rag::process_event>(&what)) steps.push_back(std::move(*step));
        if (auto* delta = std::get_if<rag::delta_event>(&what)) text += delta->text;
        if (auto* ended = std::get_if<rag::done_event>(&what)) done = std::move(*ended);
        co_return result<void>{};
    }

    rag::sources_event sources;
    std::vector<rag::process_event> steps;
    std::string text;
    rag::done_event done;
};

}  // namespace parley::server
