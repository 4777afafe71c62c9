#include "openai/chat_decoder.hpp"

#include <utility>

namespace parley::openai {

result<answer_decoder::after_event> chat_decoder::take(std::string_view data, chat_piece& piece)
{
    auto read = parser_.read(data, progress_, piece);
    if (!read) return read.error();
    return after_event::more;
}

result<whole_answer> read_completion(chunk_parser& parser, std::string_view json)
{
    chat_progress progress;
    whole_answer answer;
    auto read = parser.read(json, progress, answer.piece);
    if (!read) return read.error();
    answer.refused = std::move(progress.refused);
    if (!answer.refused && !progress.is_complete())
        return error{errc::closed, "the model's answer ended early: it gave no finish reason"};
    answer.origin = std::move(progress.origin);
    return answer;
}

}  // namespace parley::openai
