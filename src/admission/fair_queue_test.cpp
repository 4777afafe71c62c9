#include "admission/fair_queue.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace parley::admission {
namespace {

// Places by the names of their questions: `a1` is the first of user a.
class FairQueue : public testing::Test {
protected:
    void limit(queue_limits to) { queue_ = std::make_unique<fair_queue>(to); }

    void enter(const std::string& names)
    {
        for (std::size_t i = 0; i < names.size(); i += 2) {
            const auto name = names.substr(i, 2);
            const auto entered = places_.emplace(
                name, std::make_unique<fair_queue::place>(name.substr(0, 1), [this] { ++changes_; }));
            queue_->enter(*entered.first->second);
        }
    }

    void leave(const std::string& name)
    {
        queue_->leave(*places_.at(name));
        places_.erase(name);
    }

    // Whoever is served ends, and so on: names in the order in which they are let in from now on.
    std::string order()
    {
        std::string in_order;
        for (auto name = next_served(); !name.empty(); name = next_served()) {
            leave(name);
            in_order += name;
        }
        return in_order;
    }

    std::string all(standing wanted) const
    {
        std::string names;
        for (const auto& [name, place] : places_)
            if (place->now() == wanted) names += name;
        return names;
    }

    std::size_t position(const std::string& name) const { return places_.at(name)->position(); }

    std::unique_ptr<fair_queue> queue_;
    std::map<std::string, std::unique_ptr<fair_queue::place>> places_;
    int changes_ = 0;

private:
    std::string next_served() const { return all(standing::served).substr(0, 2); }
};

TEST_F(FairQueue, ServesAtOnceWhileThereIsRoom)
{
    limit({.served_max = 2});
    enter("a1b1c1");
    EXPECT_EQ(all(standing::served), "a1b1");
    EXPECT_EQ(all(standing::waiting), "c1");
    EXPECT_EQ(position("c1"), 1U);
    leave("a1");
    EXPECT_EQ(all(standing::served), "b1c1");
}

TEST_F(FairQueue, ServesAnyNumberWithoutLimits)
{
    limit({.waiting_max = 0});
    enter("a1a2a3b1");
    EXPECT_EQ(all(standing::served), "a1a2a3b1");
}

TEST_F(FairQueue, LetsUsersTakeTurnsAndKeepsTheOrderOfEach)
{
    limit({.served_max = 1});
    enter("a1a2a3a4b1b2c1");
    EXPECT_EQ(order(), "a1a2b1c1a3b2a4");
}

TEST_F(FairQueue, SaysInWhichTurnEachWouldCome)
{
    limit({.served_max = 1});
    enter("a1a2a3b1");
    EXPECT_EQ(position("a1"), 0U);
    EXPECT_EQ(position("a2"), 1U);
    EXPECT_EQ(position("b1"), 2U);
    EXPECT_EQ(position("a3"), 3U) << "who asks more often is overtaken";
}

TEST_F(FairQueue, TellsOnlyThoseForWhomSomethingChanged)
{
    limit({.served_max = 1});
    enter("a1a2b1");
    const int before = changes_;
    leave("b1");
    EXPECT_EQ(changes_, before) << "a2 was ahead of b1";
    leave("a1");
    EXPECT_EQ(changes_, before + 1);
}

TEST_F(FairQueue, ServesNoMoreOfOneUserThanMayBeAndThenTheNext)
{
    limit({.served_max = 2, .served_per_user_max = 1});
    enter("a1a2b1");
    EXPECT_EQ(all(standing::served), "a1b1");
    enter("c1");
    leave("b1");
    EXPECT_EQ(all(standing::served), "a1c1") << "a has one already";
    leave("a1");
    EXPECT_EQ(all(standing::served), "a2c1");
}

TEST_F(FairQueue, LimitsEachUserAloneToo)
{
    limit({.served_per_user_max = 1});
    enter("a1a2b1c1");
    EXPECT_EQ(all(standing::served), "a1b1c1");
    leave("a1");
    EXPECT_EQ(all(standing::served), "a2b1c1");
}

// Nobody waits for other users there: the fiftieth user was told to be the fiftieth.
TEST_F(FairQueue, CountsTheUsersOwnPlacesWhereOnlyThatIsLimited)
{
    limit({.served_per_user_max = 1});
    enter("a1a2b1b2b3");
    EXPECT_EQ(position("a2"), 1U);
    EXPECT_EQ(position("b2"), 1U);
    EXPECT_EQ(position("b3"), 2U);
    leave("b1");
    EXPECT_EQ(position("b3"), 1U);
}

TEST_F(FairQueue, TurnsTheLatestAwayWhenItIsFull)
{
    limit({.served_max = 1, .waiting_max = 2});
    enter("a1b1c1d1");
    EXPECT_EQ(all(standing::turned_away), "d1");
    leave("d1");
    EXPECT_EQ(all(standing::waiting), "b1c1");
}

TEST_F(FairQueue, TakesAPlaceFromWhoHasTheMostWhenItIsFull)
{
    limit({.served_max = 1, .waiting_max = 3});
    enter("a1a2a3a4b1");
    EXPECT_EQ(all(standing::turned_away), "a4");
    EXPECT_EQ(all(standing::waiting), "a2a3b1");
    leave("a4");
    EXPECT_EQ(order(), "a1a2b1a3");
}

TEST_F(FairQueue, WithoutAQueueTurnsAwayAllThatCannotBeServed)
{
    limit({.served_max = 1, .waiting_max = 0});
    enter("a1b1");
    EXPECT_EQ(all(standing::turned_away), "b1");
}

TEST_F(FairQueue, GivesThePlaceOfWhoLeavesToTheOthers)
{
    limit({.served_max = 1});
    enter("a1b1c1");
    leave("b1");
    EXPECT_EQ(position("c1"), 1U);
    leave("a1");
    EXPECT_EQ(all(standing::served), "c1");
}

TEST_F(FairQueue, ForgetsUsersThatHaveNothingLeft)
{
    limit({.served_max = 1, .waiting_max = 1});
    enter("a1b1c1");
    EXPECT_EQ(queue_->open_of(*places_.at("c1")), 0U) << "it was turned away";
    EXPECT_EQ(queue_->open_of(*places_.at("b1")), 1U);
    leave("c1");
    EXPECT_EQ(order(), "a1b1");
    EXPECT_EQ(queue_->served() + queue_->waiting(), 0U);
}

}  // namespace
}  // namespace parley::admission
