#include "openai/responses_decoder.hpp"

namespace parley::openai {

result<answer_decoder::after_event> responses_decoder::take(std::string_view data, chat_piece& piece)
{
    auto event = parser_.read(data);
    if (!event) return event.error();
    auto taken = progress_.take(**event, piece);
    if (!taken) return taken.error();
    return progress_.is_complete() ? after_event::end : after_event::more;
}

result<whole_answer> read_response(response_parser& parser, std::string_view json)
{
    auto state = parser.read_whole(json);
    if (!state) return state.error();
    response_progress progress;
    whole_answer answer;
    auto taken = progress.end(*state, answer.piece);
    if (!taken) return taken.error();
    answer.refused = progress.refused();
    answer.origin = progress.origin();
    return answer;
}

}  // namespace parley::openai
