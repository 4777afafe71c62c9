#include "history/store.hpp"

#include "history/review.hpp"
#include "history/test_store.hpp"

#include <csignal>
#include <fstream>
#include <sys/resource.h>

namespace parley::history {
namespace {

struct Store : testing::Test, test_store {
    store kept = open();

    void add(std::string_view visitor, std::string_view id, const std::string& question)
    {
        const auto added = kept.append(visitor, id, turn_about(question));
        EXPECT_TRUE(added) << (added ? "" : added.error().detail);
    }

    std::vector<std::string> ids(std::string_view visitor)
    {
        std::vector<std::string> found;
        const auto listed = kept.list(visitor, {}, 100).value();
        for (const auto& each : listed.newest_first) found.push_back(each.id);
        return found;
    }

    std::vector<std::string> questions(std::string_view visitor, std::string_view id)
    {
        std::vector<std::string> found;
        const auto shown = kept.find(visitor, id).value();
        for (const auto& each : shown.turns) found.push_back(each.question);
        return found;
    }

    std::vector<std::string> found_by(std::string_view words)
    {
        std::vector<std::string> found;
        const auto hits = kept.search("me", words, 10).value();
        for (const auto& each : hits) found.push_back(each.id);
        return found;
    }
};

using names = std::vector<std::string>;

TEST_F(Store, KeepsTurnsInTheirOrder)
{
    add("me", "a", "first");
    now += std::chrono::seconds(5);
    add("me", "a", "second");
    const auto found = kept.find("me", "a").value();
    EXPECT_EQ(found.about.title, "first");
    EXPECT_EQ(found.about.changed_ms, 20'000LL * 86'400'000 + 5000);
    ASSERT_EQ(found.turns.size(), 2U);
    EXPECT_EQ(found.turns.at(1).question, "second");
    EXPECT_EQ(found.turns.at(1).answer, "About second");
    EXPECT_EQ(found.turns.at(1).context, "{}");
}

TEST_F(Store, ShowsNobodyAnothersConversation)
{
    add("me", "a", "mine");
    add("you", "a", "yours");
    EXPECT_EQ(questions("me", "a"), names{"mine"});
    EXPECT_EQ(questions("you", "a"), names{"yours"});
    EXPECT_EQ(kept.find("she", "a").error().code, errc::not_found);
    EXPECT_EQ(kept.rename("she", "a", "hers").error().code, errc::not_found);
    EXPECT_EQ(kept.remove("she", "a").error().code, errc::not_found);
    EXPECT_EQ(ids("she"), names{});
    EXPECT_TRUE(kept.search("she", "mine", 10)->empty());
    ASSERT_TRUE(kept.remove_all("you"));
    EXPECT_EQ(ids("you"), names{});
    EXPECT_EQ(ids("me"), names{"a"});
}

// Clients send the whole conversation after each answer, and the server has stored its own turns by then.
TEST_F(Store, AddsOnlyTheTurnsItDoesNotHave)
{
    add("me", "a", "first");
    const std::vector<turn> turns = {turn_about("first"), turn_about("second"), turn_about("second")};
    for (int time = 0; time < 2; ++time) {
        ASSERT_TRUE(kept.append_missing("me", "a", turns));
        EXPECT_EQ(questions("me", "a"), (names{"first", "second", "second"})) << time;
    }
}

TEST_F(Store, AddsAllOfSeveralTurnsOrNone)
{
    limits.turn_bytes_max = 100;
    kept = open();
    const std::vector<turn> turns = {turn_about("short"), turn_about(std::string(200, 'x'))};
    EXPECT_EQ(kept.append_missing("me", "a", turns).error().code, errc::too_large);
    EXPECT_EQ(ids("me"), names{});
}

TEST_F(Store, ListsTheNewestFirstPageByPage)
{
    for (const auto* id : {"a", "b", "c", "d"}) add("me", id, id);
    add("me", "b", "again");  // now it is the newest
    const auto first = kept.list("me", {}, 2).value();
    ASSERT_EQ(first.newest_first.size(), 2U);
    EXPECT_EQ(first.newest_first.at(0).id, "b");
    EXPECT_EQ(first.newest_first.at(1).id, "d");
    ASSERT_TRUE(first.next);
    const auto second = kept.list("me", first.next, 2).value();
    ASSERT_EQ(second.newest_first.size(), 2U);
    EXPECT_EQ(second.newest_first.at(0).id, "c");
    EXPECT_EQ(second.newest_first.at(1).id, "a");
    EXPECT_FALSE(second.next) << "there is no third page";
}

TEST_F(Store, FindsTitlesQuestionsAndAnswersByPartsOfWords)
{
    add("me", "a", "Überstunden");
    add("me", "b", "Vacation days");
    ASSERT_TRUE(kept.rename("me", "b", "Holidays"));
    EXPECT_EQ(found_by(" uberst "), names{"a"});
    EXPECT_EQ(found_by("HOLI"), names{"b"}) << "by its new title";
    EXPECT_EQ(found_by("about"), (names{"b", "a"})) << "in answers, the newest first";
    EXPECT_EQ(found_by("%"), names{}) << "signs mean themselves";
}

TEST_F(Store, KeepsANameWhenTurnsCome)
{
    add("me", "a", "first");
    ASSERT_TRUE(kept.rename("me", "a", "  Leave  "));
    add("me", "a", "second");
    EXPECT_EQ(kept.find("me", "a")->about.title, "Leave");
    EXPECT_EQ(kept.rename("me", "a", " ").error().code, errc::invalid_input);
}

TEST_F(Store, CutsALongQuestionToATitle)
{
    EXPECT_EQ(title_from(" How many? "), "How many?");
    EXPECT_EQ(title_from(std::string(50, 'x')), std::string(50, 'x'));
    std::string cut;
    for (int i = 0; i < 50; ++i) cut += "é";
    EXPECT_EQ(title_from(cut + "éé"), cut + "…") << "characters count, not bytes";
}

TEST_F(Store, DropsTheOldestConversationBeyondTheLimitOfItsVisitor)
{
    limits.conversations_max = 2;
    kept = open();
    add("you", "z", "yours");
    for (const auto* id : {"a", "b", "a", "c"}) add("me", id, id);
    EXPECT_EQ(ids("me"), (names{"c", "a"})) << "a had a turn after b";
    EXPECT_EQ(ids("you"), names{"z"});
}

TEST_F(Store, DropsWhatIsOlderThanItsDays)
{
    limits.kept = std::chrono::days(30);
    kept = open();
    add("me", "old", "old");
    now += std::chrono::days(20);
    add("me", "new", "new");
    now += std::chrono::days(15);
    add("me", "newest", "newest");
    EXPECT_EQ(ids("me"), (names{"newest", "new"}));
}

TEST_F(Store, RefusesWhatIsTooLongAndSaysWhichSettingToChange)
{
    limits.turn_bytes_max = 1000;
    kept = open();
    const auto refused = kept.append("me", "a", turn_about(std::string(1000, 'x')));
    EXPECT_EQ(refused.error().code, errc::too_large);
    EXPECT_NE(refused.error().detail.find("--history-turn-bytes"), std::string::npos);
    EXPECT_EQ(kept.append("me", "", turn_about("x")).error().code, errc::invalid_input);
    EXPECT_EQ(kept.append("me", std::string(129, 'x'), turn_about("x")).error().code, errc::invalid_input);
}

TEST_F(Store, IsThereAfterARestart)
{
    add("me", "a", "first");
    kept = open();
    EXPECT_EQ(questions("me", "a"), names{"first"});
}

TEST_F(Store, LeavesNoWordsOfWhatWasDeletedInTheFile)
{
    add("me", "a", "a very unusual word: floccinaucinihilipilification");
    ASSERT_TRUE(kept.remove("me", "a"));
    {
        const store closed = std::move(kept);
    }  // the last one to close puts the log into the file
    std::string bytes;
    {
        std::ifstream file(folder.path / "data" / "history.db", std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    EXPECT_GT(bytes.size(), 0U);
    EXPECT_EQ(bytes.find("floccinaucinihilipilification"), std::string::npos);
    kept = open();
}

TEST_F(Store, SaysThatTheDiskIsFullAndWorksOnWhenThereIsRoom)
{
    add("me", "a", "first");
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    auto small = before;
    small.rlim_cur = 4096;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const auto refused = kept.append("me", "a", turn_about(std::string(100'000, 'x')));
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::storage);
    EXPECT_NE(refused.error().detail.find("history.db: a write failed"), std::string::npos)
        << refused.error().detail;

    add("me", "a", "second");
    EXPECT_EQ(questions("me", "a"), (names{"first", "second"}));
}

TEST_F(Store, NeverGrowsBeyondItsFilesLimit)
{
    limits.file_bytes_max = 256 * 1024;
    kept = open();
    result<void> added;
    for (int i = 0; i < 100 && added; ++i)
        added = kept.append("me", "a", turn_about(std::string(10'000, 'x')));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, errc::storage);
    EXPECT_FALSE(questions("me", "a").empty());
}

TEST_F(Store, ShowsFeedbackWithWhatItIsAbout)
{
    ASSERT_TRUE(kept.append("me", "a", turn_about("first", "run-1")));
    ASSERT_TRUE(kept.give("me", {"run-1", rating::up, "", ""}));
    now += std::chrono::seconds(1);
    ASSERT_TRUE(kept.give("you", {"run-1", rating::down, "", "not mine"}));
    now += std::chrono::seconds(1);
    ASSERT_TRUE(kept.give("me", {"run-1", rating::down, "sources", "wrong page"}));

    const auto shown = feedback_since(folder.path / "data", {}).value();
    ASSERT_EQ(shown.size(), 2U) << "a later opinion replaces the one before";
    EXPECT_EQ(shown.at(0).given.comment, "wrong page");
    EXPECT_EQ(shown.at(0).given.rated, rating::down);
    EXPECT_EQ(shown.at(0).question, "first");
    EXPECT_EQ(shown.at(0).answer, "About first");
    EXPECT_EQ(shown.at(1).question, "") << "another visitor's turn is not shown with it";

    const auto since = std::chrono::floor<std::chrono::seconds>(now);
    EXPECT_EQ(feedback_since(folder.path / "data", since)->size(), 1U);
    ASSERT_TRUE(kept.remove_all("me"));
    EXPECT_EQ(feedback_since(folder.path / "data", {})->size(), 1U);
}

TEST(Review, SaysWhenNothingWasEverKept)
{
    const temporary_folder folder;
    EXPECT_EQ(feedback_since(folder.path, {}).error().code, errc::not_found);
}

TEST(HistoryFile, IsForItsOwnerOnly)
{
    namespace fs = std::filesystem;
    test_store held;
    const auto opened = held.open();
    const auto others = fs::perms::group_all | fs::perms::others_all;
    EXPECT_EQ(fs::status(held.folder.path / "data" / "history.db").permissions() & others, fs::perms::none);
    EXPECT_EQ(fs::status(held.folder.path / "data" / "history.db-wal").permissions() & others,
              fs::perms::none);
}

}  // namespace
}  // namespace parley::history
