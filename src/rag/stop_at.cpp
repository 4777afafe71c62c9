#include "rag/stop_at.hpp"

#include <algorithm>
#include <utility>

namespace parley::rag {
namespace {

using next_piece = result<std::unique_ptr<openai::chat_piece>>;

class stopped_stream final : public openai::chat_stream {
public:
    stopped_stream(std::vector<std::string> texts, std::unique_ptr<openai::chat_stream> words)
        : texts_(std::move(texts)), words_(std::move(words))
    {
    }

    asio::awaitable<next_piece> next() override
    {
        if (!words_) co_return nullptr;
        auto piece = co_await words_->next();
        if (!piece) co_return piece;
        if (*piece) {
            cut(**piece);
            co_return piece;
        }
        words_.reset();
        if (held_.empty()) co_return nullptr;
        *piece = std::make_unique<openai::chat_piece>();
        (*piece)->text = std::exchange(held_, {});
        co_return piece;
    }

private:
    void cut(openai::chat_piece& piece)
    {
        held_ += std::exchange(piece.text, {});
        auto end = std::string::npos;
        for (const auto& text : texts_) end = std::min(end, held_.find(text));
        if (end != std::string::npos) {
            piece.text = held_.substr(0, end);
            piece.finish_reason = "stop";
            held_.clear();
            words_.reset();
            return;
        }
        const auto shown = piece.finish_reason ? held_.size() : held_.size() - waiting_bytes();
        piece.text = held_.substr(0, shown);
        held_.erase(0, shown);
    }

    // At the end of what is held: the longest beginning of one of the texts.
    std::size_t waiting_bytes() const
    {
        std::size_t most = 0;
        for (const auto& text : texts_)
            for (auto length = std::min(text.size() - 1, held_.size()); length > most; --length)
                if (held_.ends_with(std::string_view(text).substr(0, length))) most = length;
        return most;
    }

    std::vector<std::string> texts_;
    std::unique_ptr<openai::chat_stream> words_;  // null: they have ended
    std::string held_ = {};
};

}  // namespace

std::unique_ptr<openai::chat_stream> stop_at(std::vector<std::string> texts,
                                             std::unique_ptr<openai::chat_stream> words)
{
    if (texts.empty()) return words;
    return std::make_unique<stopped_stream>(std::move(texts), std::move(words));
}

}  // namespace parley::rag
