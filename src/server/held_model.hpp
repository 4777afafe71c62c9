// For tests: a model that says to all who ask what the test tells it to, when it does.
#pragma once

#include "base/bell.hpp"
#include "rag/writer.hpp"

#include <boost/asio/io_context.hpp>

#include <deque>
#include <list>

namespace parley::server {

class held_model final : public rag::writer {
public:
    explicit held_model(asio::io_context& loop) : loop_(loop) {}

    std::string_view name() const override { return "held"; }

    asio::awaitable<result<std::unique_ptr<openai::chat_stream>>> start(rag::writing_task, deadline) override
    {
        if (refusal) co_return *refusal;
        co_return std::make_unique<stream>(*this);
    }

    // A piece of an answer; nothing: its end.
    using piece = result<std::optional<std::string>>;

    void say(const piece& next)
    {
        for (auto* each : open_) each->hear(next);
    }

    std::size_t streams() const { return open_.size(); }

    // Pieces that those who ask have not taken yet.
    std::size_t unheard() const
    {
        std::size_t pieces = 0;
        for (const auto* each : open_) pieces += each->said.size();
        return pieces;
    }

    std::optional<error> refusal;

private:
    struct stream final : openai::chat_stream {
        explicit stream(held_model& by)
            : of(by),
              more(std::make_shared<bell>(by.loop_.get_executor())),
              where(by.open_.insert(by.open_.end(), this))
        {
        }
        ~stream() override { of.open_.erase(where); }

        void hear(const piece& next)
        {
            said.push_back(next);
            more->ring();
        }

        asio::awaitable<result<std::unique_ptr<openai::chat_piece>>> next() override
        {
            while (said.empty()) co_await more->wait();
            const auto next = said.front();
            said.pop_front();
            if (!next) co_return next.error();
            if (!*next) co_return nullptr;
            auto words = std::make_unique<openai::chat_piece>();
            words->text = **next;
            co_return words;
        }

        held_model& of;
        std::deque<piece> said;
        std::shared_ptr<bell> more;
        std::list<stream*>::iterator where;
    };

    asio::io_context& loop_;
    std::list<stream*> open_;
};

}  // namespace parley::server
