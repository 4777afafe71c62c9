#include "mock/recorder/recording_folder.hpp"

#include "base/temporary_folder.hpp"
#include "mock/fixtures/fixture_reader.hpp"
#include "mock/recorder/spool.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sys/resource.h>

namespace parley::mock {
namespace {

const recorded_request question{"chat-1", "{endpoint: chat, last_user: 'Q'}"};

std::string reply_saying(const std::string& text)
{
    return "      - status: 200\n        body: '" + text + "'\n";
}

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The bodies of all replies in the file, by comma.
std::string said_in(const std::filesystem::path& file)
{
    const auto read = read_fixtures(content_of(file), "f");
    for (const auto& each : read.mistakes) ADD_FAILURE() << to_line(each);
    std::string all;
    for (const auto& fixture : read.fixtures)
        for (const auto& reply : fixture.replies)
            all += (all.empty() ? "" : ",") + std::get<raw_reply>(reply.fixed->content).body;
    return all;
}

recording_folder folder_at(const temporary_folder& where, earlier_answers earlier)
{
    return {where.path, "Recorded by parley mock from https://example.com/v1", earlier};
}

TEST(RecordingFolder, KeepsTheAnswersToOneRequestInTheirOrder)
{
    const temporary_folder where;
    auto folder = folder_at(where, earlier_answers::replace);
    for (const auto text : {"one", "two", "three"}) ASSERT_TRUE(folder.save(question, reply_saying(text)));
    ASSERT_TRUE(folder.save({"chat-2", "{endpoint: chat}"}, reply_saying("other")));
    EXPECT_EQ(said_in(where.path / "chat-1.yaml"), "one,two,three");
    EXPECT_EQ(said_in(where.path / "chat-2.yaml"), "other");
    EXPECT_TRUE(content_of(where.path / "chat-1.yaml")
                    .starts_with("# Recorded by parley mock from https://example.com/v1.\nversion: 1\n"));
}

TEST(RecordingFolder, ReplacesAnEarlierRecordingOrAddsToIt)
{
    const temporary_folder where;
    ASSERT_TRUE(folder_at(where, earlier_answers::replace).save(question, reply_saying("one")));
    ASSERT_TRUE(folder_at(where, earlier_answers::add).save(question, reply_saying("two")));
    EXPECT_EQ(said_in(where.path / "chat-1.yaml"), "one,two");
    ASSERT_TRUE(folder_at(where, earlier_answers::replace).save(question, reply_saying("three")));
    EXPECT_EQ(said_in(where.path / "chat-1.yaml"), "three");
}

// What a program that was killed has left behind.
TEST(RecordingFolder, IsNotDisturbedByAHalfWrittenFile)
{
    const temporary_folder where;
    ASSERT_TRUE(folder_at(where, earlier_answers::add).save(question, reply_saying("one")));
    std::ofstream(where.path / ".chat-1.yaml.part") << "version: 1\nfixtu";
    ASSERT_TRUE(folder_at(where, earlier_answers::add).save(question, reply_saying("two")));
    EXPECT_EQ(said_in(where.path / "chat-1.yaml"), "one,two");
    EXPECT_FALSE(std::filesystem::exists(where.path / ".chat-1.yaml.part"));
}

TEST(RecordingFolder, AddsNothingToAFileThatWasChangedByHand)
{
    const temporary_folder where;
    const std::string theirs = "version: 1\nfixtures:\n  - {name: chat-1, reply: mine}\n";
    std::ofstream(where.path / "chat-1.yaml") << theirs;
    const auto saved = folder_at(where, earlier_answers::add).save(question, reply_saying("two"));
    ASSERT_FALSE(saved);
    EXPECT_NE(saved.error().detail.find("was changed"), std::string::npos);
    EXPECT_EQ(content_of(where.path / "chat-1.yaml"), theirs);
}

TEST(RecordingFolder, ReplacesNoFileThatItDidNotWrite)
{
    const temporary_folder where;
    const std::string theirs = "# Mine\nversion: 1\nfixtures:\n  - {name: a, reply: mine}\n";
    for (const auto name : {"chat-1.yaml", "hello.yaml"}) std::ofstream(where.path / name) << theirs;
    auto folder = folder_at(where, earlier_answers::replace);
    for (const auto& refused :
         {folder.save(question, reply_saying("one")), folder.save_fixtures("hello", "  - {reply: x}\n")}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, errc::invalid_input);
        EXPECT_NE(refused.error().detail.find(".yaml is no recording"), std::string::npos);
    }
    EXPECT_EQ(content_of(where.path / "chat-1.yaml"), theirs);
    EXPECT_EQ(content_of(where.path / "hello.yaml"), theirs);
    EXPECT_TRUE(folder.save_fixtures("new", "  - {reply: x}\n"));
    EXPECT_TRUE(folder.save_fixtures("new", "  - {reply: y}\n"));
    EXPECT_NE(content_of(where.path / "new.yaml").find("reply: y"), std::string::npos);
}

TEST(RecordingFolder, KeepsNothingThatCannotBeReadAgain)
{
    const temporary_folder where;
    auto folder = folder_at(where, earlier_answers::add);
    EXPECT_EQ(folder.save(question, "      - {status: 7}\n").error().code, errc::invalid_input);
    EXPECT_EQ(folder.save(question, reply_saying(std::string(17 * 1024 * 1024, 'x'))).error().code,
              errc::invalid_input);
    EXPECT_TRUE(std::filesystem::is_empty(where.path));
}

// A file limit of the process fails writes as a full disk does.
class file_limit {
public:
    explicit file_limit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit lower{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &lower);
    }
    ~file_limit() { setrlimit(RLIMIT_FSIZE, &before_); }
    file_limit(const file_limit&) = delete;
    file_limit& operator=(const file_limit&) = delete;

private:
    rlimit before_{};
};

TEST(RecordingFolder, LeavesTheFileAsItWasWhenTheDiskIsFull)
{
    const temporary_folder where;
    auto folder = folder_at(where, earlier_answers::add);
    ASSERT_TRUE(folder.save(question, reply_saying("one")));
    const file_limit full(300);
    const auto saved = folder.save(question, reply_saying(std::string(400, 'x')));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, errc::storage);
    EXPECT_NE(saved.error().detail.find("cannot be written"), std::string::npos) << saved.error().detail;
    EXPECT_EQ(said_in(where.path / "chat-1.yaml"), "one");
    EXPECT_FALSE(std::filesystem::exists(where.path / ".chat-1.yaml.part"));
}

TEST(Spool, GivesBackItsPiecesAndLeavesNoFile)
{
    const temporary_folder where;
    auto pieces = spool::open(where.path);
    ASSERT_TRUE(pieces);
    ASSERT_TRUE(pieces->add(std::chrono::microseconds(5), std::string("a\0b", 3)));
    ASSERT_TRUE(pieces->add(std::chrono::microseconds(9), ""));
    const auto read = pieces->read_all();
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (std::vector<timed_piece>{{std::chrono::microseconds(5), std::string("a\0b", 3)},
                                               {std::chrono::microseconds(9), ""}}));
    EXPECT_TRUE(std::filesystem::is_empty(where.path));
}

TEST(Spool, SaysThatTheDiskIsFullAndWhatIsTooLong)
{
    const temporary_folder where;
    auto pieces = spool::open(where.path);
    ASSERT_TRUE(pieces);
    EXPECT_EQ(pieces->add({}, std::string(16 * 1024 * 1024, 'x')).error().code, errc::too_large);
    const file_limit full(300);
    EXPECT_TRUE(pieces->add({}, std::string(200, 'x')));
    EXPECT_EQ(pieces->add({}, std::string(200, 'x')).error().code, errc::storage);
    EXPECT_EQ(spool::open(where.path / "none").error().code, errc::storage);
}

}  // namespace
}  // namespace parley::mock
