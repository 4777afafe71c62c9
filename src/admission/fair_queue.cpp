#include "admission/fair_queue.hpp"

#include <algorithm>

namespace parley::admission {

void fair_queue::place::move_to(standing now, std::size_t position)
{
    if (now_ == now && position_ == position) return;
    now_ = now;
    position_ = position;
    changed_();
}

void fair_queue::enter(place& one)
{
    const auto who = users_.try_emplace(one.user_).first;
    if (who->second.waiting.empty()) turns_.push_back(who);
    who->second.waiting.push_back(&one);
    ++waiting_;
    let_in();
    if (waiting_ > limits_.waiting_max) turn_one_away();
    number_places();
}

void fair_queue::leave(place& one)
{
    if (one.now() == standing::turned_away) return;
    const auto who = users_.find(one.user_);
    if (one.now() == standing::served) {
        --who->second.served;
        --served_;
    } else {
        std::erase(who->second.waiting, &one);
        --waiting_;
        if (who->second.waiting.empty()) std::erase(turns_, who);
    }
    forget_if_gone(who);
    let_in();
    number_places();
}

std::size_t fair_queue::open_of(const place& one) const
{
    const auto who = users_.find(one.user_);
    return who == users_.end() ? 0 : who->second.served + who->second.waiting.size();
}

void fair_queue::let_in()
{
    while (limits_.served_max == 0 || served_ < limits_.served_max) {
        const auto turn =
            std::ranges::find_if(turns_, [this](const auto& who) { return may_be_served(who->second); });
        if (turn == turns_.end()) return;
        const auto who = *turn;
        turns_.erase(turn);
        serve_first(who);
    }
}

bool fair_queue::may_be_served(const user& who) const
{
    return limits_.served_per_user_max == 0 || who.served < limits_.served_per_user_max;
}

// Its next turn comes after those of all others.
void fair_queue::serve_first(users::iterator who)
{
    auto& waiting = who->second.waiting;
    auto& first = *waiting.front();
    waiting.pop_front();
    --waiting_;
    ++served_;
    ++who->second.served;
    if (!waiting.empty()) turns_.push_back(who);
    first.move_to(standing::served, 0);
}

// Of users with equally many, it is the one whose turn is the last.
void fair_queue::turn_one_away()
{
    const auto fewer = [](const auto& a, const auto& b) {
        return a->second.waiting.size() < b->second.waiting.size();
    };
    const auto most = std::max_element(turns_.rbegin(), turns_.rend(), fewer);
    const auto who = *most;
    auto& latest = *who->second.waiting.back();
    who->second.waiting.pop_back();
    --waiting_;
    if (who->second.waiting.empty()) turns_.erase(std::prev(most.base()));
    forget_if_gone(who);
    latest.move_to(standing::turned_away, 0);
}

void fair_queue::forget_if_gone(users::iterator who)
{
    if (who->second.served == 0 && who->second.waiting.empty()) users_.erase(who);
}

// A position is the number of the turn in which it would come, if all were let in one after the other; when
// nobody waits for other users, of the user's own turns.
void fair_queue::number_places()
{
    if (limits_.served_max == 0) {
        for (const auto& who : turns_) {
            std::size_t position = 0;
            for (auto* each : who->second.waiting) each->move_to(standing::waiting, ++position);
        }
        return;
    }
    std::vector<const std::deque<place*>*> queues;
    for (const auto& who : turns_) queues.push_back(&who->second.waiting);
    std::size_t position = 0;
    for (std::size_t round = 0; !queues.empty(); ++round) {
        for (const auto* queue : queues) (*queue)[round]->move_to(standing::waiting, ++position);
        std::erase_if(queues, [round](const auto* queue) { return queue->size() == round + 1; });
    }
}

}  // namespace parley::admission
