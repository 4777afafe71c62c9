#include "server/turn_taking.hpp"

#include "rag/steps.hpp"
#include "server/question_key.hpp"
#include "server/visitor.hpp"

#include <algorithm>

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using admission::prospect;
using admission::standing;
using place = admission::shared_queue::place;

constexpr auto wait_unknown = 5s;  // before anybody was served
constexpr std::chrono::seconds wait_max = 2min;

std::chrono::seconds time_to_come_back(const prospect& found)
{
    if (!found.wait) return wait_unknown;
    return std::clamp(std::chrono::ceil<std::chrono::seconds>(*found.wait), 1s, wait_max);
}

// For clients it is as when the model has no room, 429 with a time: they do the same.
error not_now(std::string sentence, const prospect& found)
{
    const auto wait = time_to_come_back(found);
    return {errc::upstream_busy,
            std::move(sentence) + " Ask again in " + std::to_string(wait.count()) + " s.", wait};
}

error turned_away(const prospect& found)
{
    const auto open = found.open_of_user;
    if (open > 0)
        return not_now("You have " + std::to_string(open) + (open == 1 ? " question" : " questions") +
                           " open, and no more can wait: let one end, or stop it.",
                       found);
    return not_now("Too many questions wait to be answered.", found);
}

error waited_too_long(const prospect& found)
{
    if (found.open_of_user > 1)
        return not_now("Your other questions were not answered in time for this one to have its turn.",
                       found);
    return not_now("The question waited too long for its turn: too many others are being answered.", found);
}

// Whose questions a refusal may speak of.
enum class told_of { user, everyone };

// Far back, not each step forward is worth a line.
bool is_news(std::size_t told, std::size_t position)
{
    const auto difference = told > position ? told - position : position - told;
    return told == 0 || difference >= std::max<std::size_t>(1, told / 10);
}

asio::awaitable<result<void>> tell(rag::event_sink& sink, const rag::question& asked,
                                   rag::process_state state, rag::queue_position at)
{
    if (asked.steps == rag::process::hidden) co_return result<void>{};
    rag::event step =
        rag::process_event{rag::process_step::queue, state, at, rag::step_clock(asked.came).elapsed()};
    co_return co_await sink.send(std::move(step));
}

asio::awaitable<result<void>> wait_for_turn(place& mine, told_of whom, const rag::question& asked,
                                            rag::event_sink& sink, deadline until)
{
    std::size_t told = 0;
    for (auto found = mine.look(); found.now != standing::served; found = mine.look()) {
        if (whom == told_of::everyone) found.open_of_user = 0;
        if (found.now == standing::turned_away) co_return turned_away(found);
        if (std::chrono::steady_clock::now() >= until) co_return waited_too_long(found);
        if (is_news(told, found.position)) {
            told = found.position;
            const rag::queue_position at{found.position, found.wait};
            auto sent = co_await tell(sink, asked, rag::process_state::started, at);
            if (!sent) co_return sent;
        }
        co_await mine.wait(until);
    }
    if (told == 0) co_return result<void>{};
    const rag::queue_position front{0};
    co_return co_await tell(sink, asked, rag::process_state::done, front);
}

// A limit of a user is that user's business: then only what one user asks is one answer. Else whoever joins
// must not hear of what somebody else has open.
bool is_shared_by_all(const turn_taking& turns)
{
    return turns.sharing != nullptr && turns.queue->limits().served_per_user_max == 0;
}

std::string key_for(const turn_taking& turns, const asker& by, const rag::question& asked)
{
    auto key = key_of(asked);
    if (turns.queue != nullptr && !is_shared_by_all(turns)) key += by.name;
    return key;
}

asio::awaitable<result<void>> wait_and_answer(turn_taking turns, rag::services with, asker by,
                                              std::unique_ptr<rag::question> asked, rag::event_sink& sink)
{
    const auto loop = co_await asio::this_coro::executor;
    place mine(*turns.queue, std::move(by.name), loop);
    const auto whom = is_shared_by_all(turns) ? told_of::everyone : told_of::user;
    const auto give_up = std::min(by.until, deadline_after(turns.patience));
    if (auto my_turn = co_await wait_for_turn(mine, whom, *asked, sink, give_up); !my_turn) co_return my_turn;
    auto work = rag::answer(with, std::move(*asked), sink, by.until);
    asked.reset();  // not held while the answer streams
    co_return co_await std::move(work);
}

asio::awaitable<result<void>> answer_alone(turn_taking turns, rag::services with, asker by,
                                           rag::question asked, rag::event_sink& sink)
{
    if (turns.queue == nullptr) return rag::answer(with, std::move(asked), sink, by.until);
    return wait_and_answer(turns, with, std::move(by), std::make_unique<rag::question>(std::move(asked)),
                           sink);
}

}  // namespace

asker asker_of(const http::request& request)
{
    return {user_of(request), request.until};
}

asio::awaitable<result<void>> answer_in_turn(turn_taking turns, rag::services with, asker by,
                                             rag::question asked, rag::event_sink& sink)
{
    if (turns.sharing == nullptr) return answer_alone(turns, with, std::move(by), std::move(asked), sink);
    const auto begin = [&](rag::event_sink& into) {
        return answer_alone(turns, with, std::move(by), std::move(asked), into);
    };
    return turns.sharing->answer(key_for(turns, by, asked), begin, sink);
}

}  // namespace parley::server
