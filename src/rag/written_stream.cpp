#include "rag/written_stream.hpp"

#include <utility>

namespace parley::rag {
namespace {

class written_stream final : public openai::chat_stream {
public:
    written_stream(std::deque<std::string> pieces, std::string finish_reason)
        : pieces_(std::move(pieces)), finish_reason_(std::move(finish_reason))
    {
    }

    asio::awaitable<result<std::unique_ptr<openai::chat_piece>>> next() override
    {
        if (pieces_.empty()) co_return nullptr;
        auto piece = std::make_unique<openai::chat_piece>();
        piece->text = std::move(pieces_.front());
        pieces_.pop_front();
        if (pieces_.empty()) piece->finish_reason = finish_reason_;
        co_return piece;
    }

private:
    std::deque<std::string> pieces_;
    std::string finish_reason_;
};

}  // namespace

std::unique_ptr<openai::chat_stream> make_written_stream(std::deque<std::string> pieces,
                                                         std::string finish_reason)
{
    return std::make_unique<written_stream>(std::move(pieces), std::move(finish_reason));
}

}  // namespace parley::rag
