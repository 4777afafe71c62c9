// What becomes of fixtures while the mock runs: who wins, what comes back, and what is said of those that go.
#include "mock/control/test_control.hpp"
#include "mock/fixtures/fixture_reader.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

std::vector<fixture> fixtures_in(const std::string& list)
{
    auto read = read_fixtures("version: 1\nfixtures:\n" + list, "f.yaml");
    for (const auto& each : read.mistakes) ADD_FAILURE() << to_line(each);
    return std::move(read.fixtures);
}

// As the start and every change of a file does.
void use_file(mock_state& with, const std::string& list)
{
    with.from_files = fixtures_in(list);
    with.use_fixtures();
}

std::vector<std::string> names_in_force(const mock_state& with)
{
    std::vector<std::string> names;
    for (const auto& each : with.answers.fixtures().in_order()) names.push_back(each.name);
    return names;
}

TEST(FixtureChanges, TakesFixturesAndShowsThem)
{
    mock_state with{mock_settings{}};
    EXPECT_EQ(ask(with, "POST", "fixtures", std::string(one_fixture)).status, 200U);
    EXPECT_EQ(with.answers.fixtures().in_order().size(), 1U);
    EXPECT_EQ(ask(with, "POST", "fixtures", std::string(one_fixture)).status, 400U);  // the name is taken
    EXPECT_EQ(ask(with, "PUT", "fixtures", std::string(one_fixture)).status, 200U);
    const auto shown = body_of(ask(with, "GET", "fixtures"));
    EXPECT_EQ(shown.at("fixtures").at(0).at("name"), "a");
    EXPECT_EQ(ask(with, "DELETE", "fixtures?name=b").status, 404U);
    EXPECT_EQ(ask(with, "DELETE", "fixtures?name=a").status, 200U);
    EXPECT_TRUE(with.answers.fixtures().in_order().empty());
}

TEST(FixtureChanges, KeepsTheGoodFixturesWhenNewOnesHaveMistakes)
{
    mock_state with{mock_settings{}};
    ask(with, "PUT", "fixtures", std::string(one_fixture));
    const auto refused = ask(with, "PUT", "fixtures", "version: 1\nfixtures:\n  - {nam: b, reply: c}\n");
    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(body_of(refused).at("error"), "body:3: a fixture has no `nam`: did you mean `name`?");
    EXPECT_EQ(with.answers.fixtures().in_order().at(0).name, "a");
}

// How a run that asked something else than its fixtures expect was made to pass.
TEST(FixtureChanges, RemembersTheCallsThatDidNotComeWhenTheirFixtureGoes)
{
    const std::string wrong = "Fixture \"a\" was to be called once, and was called 0 times.";
    const std::string other = R"({"version":1,"fixtures":[{"name":"b","reply":"x"}]})";
    for (const auto& [method, route, body] :
         {std::tuple("PUT", "fixtures", other), std::tuple("DELETE", "fixtures", std::string()),
          std::tuple("DELETE", "fixtures?name=a", std::string())}) {
        mock_state with{mock_settings{}};
        with.counts.requests = 1;
        ask(with, "PUT", "fixtures", std::string(one_fixture));
        ask(with, method, route, body);
        EXPECT_EQ(with.sum_up().problems, std::vector{wrong}) << method << " " << route;
    }
}

TEST(FixtureChanges, JudgesTheCallsOfAFixtureAtAResetAndNotAgain)
{
    mock_state with{mock_settings{}};
    with.counts.requests = 1;
    ask(with, "PUT", "fixtures", std::string(one_fixture));
    asked what;
    what.messages = {{"user", "q"}};
    ask(with, "POST", "reset");  // before the first test: nothing has been asked
    with.answers.decide(what, 1);
    ask(with, "POST", "reset");
    EXPECT_TRUE(with.sum_up().problems.empty());
    with.answers.decide(what, 1);
    with.answers.decide(what, 2);
    ask(with, "POST", "reset");
    EXPECT_EQ(with.sum_up().problems,
              std::vector<std::string>{"Fixture \"a\" was to be called once, and was called 2 times."});
}

TEST(FixtureChanges, CountsTheCallsOfAScopeThatWasReset)
{
    mock_state with{mock_settings{}};
    with.counts.requests = 1;
    ask(with, "PUT", "fixtures", std::string(one_fixture));
    asked what;
    what.scope = "mine";
    with.answers.decide(what, 1);
    ask(with, "POST", "reset?scope=mine");
    EXPECT_TRUE(with.sum_up().problems.empty());
}

// One of the file came beside it when that was read again, and both matched: a tie, or the wrong answer.
TEST(FixtureChanges, LetsFixturesOfTheControlPlaneHideThoseOfFiles)
{
    mock_state with{mock_settings{}};
    ask(with, "POST", "fixtures", std::string(one_fixture));
    use_file(with, "  - {name: a, reply: y}\n  - {name: b, reply: z}\n");
    EXPECT_EQ(names_in_force(with), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(with.answers.fixtures().in_order().at(0).file, "body");
}

// Whatever else changed in the file brought it back.
TEST(FixtureChanges, KeepsAwayWhatWasRemovedByNameWhenTheFileIsReadAgain)
{
    mock_state with{mock_settings{}};
    const std::string file = "  - {name: a, reply: y}\n  - {name: b, reply: z}\n";
    use_file(with, file);
    EXPECT_EQ(ask(with, "DELETE", "fixtures?name=a").status, 200U);
    use_file(with, file + "  - {name: c, reply: z}\n");
    EXPECT_EQ(names_in_force(with), (std::vector<std::string>{"b", "c"}));
    EXPECT_EQ(ask(with, "POST", "fixtures", std::string(one_fixture)).status, 200U);
    EXPECT_EQ(names_in_force(with), (std::vector<std::string>{"a", "b", "c"}));
}

// Another one that came to stand on the same line was gone, and nothing said so.
TEST(FixtureChanges, KeepsAwayAFixtureWithoutANameUntilItsFileChanges)
{
    mock_state with{mock_settings{}};
    const std::string file = "  - {reply: y}\n  - {reply: z}\n";
    use_file(with, file);
    EXPECT_EQ(ask(with, "DELETE", "fixtures?name=f.yaml:3").status, 200U);
    use_file(with, file);
    EXPECT_EQ(names_in_force(with), std::vector<std::string>{"f.yaml:4"});
    use_file(with, "  - {reply: other}\n" + file);
    EXPECT_EQ(names_in_force(with), (std::vector<std::string>{"f.yaml:3", "f.yaml:4", "f.yaml:5"}));
}

TEST(FixtureChanges, SetsFilesAsideOnceTheControlPlaneHasReplacedAll)
{
    using file_fixtures = mock_state::file_fixtures;
    mock_state with{mock_settings{}};
    ask(with, "POST", "fixtures", std::string(one_fixture));
    ask(with, "DELETE", "fixtures?name=a");
    EXPECT_EQ(with.files, file_fixtures::in_force);
    ask(with, "PUT", "fixtures", std::string(one_fixture));
    EXPECT_EQ(with.files, file_fixtures::set_aside);
    mock_state other{mock_settings{}};
    ask(other, "DELETE", "fixtures");
    EXPECT_EQ(other.files, file_fixtures::set_aside);
}

// A file that lost a fixture in the middle of a run took what was expected of it along.
TEST(FixtureChanges, JudgesFixturesThatAChangedFileNoLongerHas)
{
    mock_settings settings;
    settings.rules.unused_fixtures = run_rules::unused::is_problem;
    mock_state with{settings};
    with.counts.requests = 1;
    use_file(
        with,
        "  - {name: a, reply: x, calls: 1}\n  - {name: b, reply: y, calls: 2}\n  - {name: c, reply: z}\n");
    EXPECT_TRUE(with.problems.sentences().empty());
    use_file(with, "  - {name: b, reply: y}\n");
    EXPECT_EQ(with.problems.sentences(),
              (std::vector<std::string>{"Fixture \"a\" was to be called once, and was called 0 times.",
                                        "Fixture \"b\" was to be called 2 times, and was called 0 times.",
                                        "Fixture \"c\" was never used."}));
}

// The next test's fixture of the same name counted as used because that of the test before had been.
TEST(FixtureChanges, KnowsNothingOfAFixtureThatWentWhenOneOfItsNameComes)
{
    mock_settings settings;
    settings.rules.unused_fixtures = run_rules::unused::is_problem;
    mock_state with{settings};
    with.counts.requests = 1;
    const std::string unjudged = R"({"version":1,"fixtures":[{"name":"a","reply":"x"}]})";
    ask(with, "PUT", "fixtures", unjudged);
    asked what;
    what.messages = {{"user", "q"}};
    with.answers.decide(what, 1);
    ask(with, "DELETE", "fixtures");
    ask(with, "PUT", "fixtures", unjudged);
    EXPECT_EQ(with.sum_up().problems, std::vector<std::string>{"Fixture \"a\" was never used."});
}

}  // namespace
}  // namespace parley::mock
