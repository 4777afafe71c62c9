#include "retrieval/sqlite/store.hpp"

#include "base/temporary_folder.hpp"
#include "sqlite/database.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::retrieval {
namespace {

constexpr std::string_view hash_a = "aaaaaaaabbbbbbbb";
constexpr std::string_view hash_b = "ccccccccdddddddd";

document make_document(std::string id, std::string name, std::string_view hash = hash_a)
{
    document doc;
    doc.id = std::move(id);
    doc.name = std::move(name);
    doc.title = "A title";
    doc.source_path = "/documents/a.txt";
    doc.media_type = "text/plain";
    doc.category = "handbook";
    doc.content_hash = hash;
    doc.fingerprint = "parser 1";
    doc.size_bytes = 10;
    doc.modified_ns = 1'700'000'000'123'456'789;
    doc.pages = 3;
    return doc;
}

std::vector<chunk> make_chunks(const std::string& id, int count)
{
    std::vector<chunk> chunks;
    for (int i = 0; i < count; ++i)
        chunks.push_back(
            {id + "-" + std::to_string(i), i + 1, i + 2, "Heading", "text " + std::to_string(i)});
    return chunks;
}

namespace fs = std::filesystem;

struct Store : testing::Test {
    temporary_folder folder;
    std::filesystem::path data = folder.path / "data";

    store open_writer() const { return std::move(store::open(data, access::write)).value(); }
    store open_reader() const { return std::move(store::open(data, access::read)).value(); }
    std::filesystem::path write_source(std::string_view text) const
    {
        const auto file = folder.path / "source.txt";
        std::ofstream(file) << text;
        return file;
    }
};

TEST_F(Store, GivesBackADocumentAndItsChunksAsTheyWerePut)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 2)));

    auto reader = open_reader();
    const auto found = reader.find_by_name("a.txt").value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, "d1");
    EXPECT_EQ(found->title, "A title");
    EXPECT_EQ(found->source_path, "/documents/a.txt");
    EXPECT_EQ(found->media_type, "text/plain");
    EXPECT_EQ(found->category, "handbook");
    EXPECT_EQ(found->content_hash, hash_a);
    EXPECT_EQ(found->fingerprint, "parser 1");
    EXPECT_EQ(found->size_bytes, 10);
    EXPECT_EQ(found->modified_ns, 1'700'000'000'123'456'789);
    EXPECT_EQ(found->pages, 3);
    EXPECT_EQ(found->state, document_state::ready);
    EXPECT_EQ(found->chunks, 2);

    const auto chunks = reader.chunks_of("d1").value();
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_EQ(chunks[1].id, "d1-1");
    EXPECT_EQ(chunks[1].page_first, 2);
    EXPECT_EQ(chunks[1].page_last, 3);
    EXPECT_EQ(chunks[1].heading, "Heading");
    EXPECT_EQ(chunks[1].text, "text 1");
}

TEST_F(Store, SaysThatAFolderWithoutAStoreHoldsNothingYet)
{
    EXPECT_EQ(store::open(data, access::read).error().code, errc::not_found);
}

TEST_F(Store, LetsOneWriterInAndNamesIt)
{
    auto writer = open_writer();
    auto second = store::open(data, access::write);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, errc::busy);
    EXPECT_NE(second.error().detail.find(std::to_string(getpid())), std::string::npos)
        << second.error().detail;
}

TEST_F(Store, LetsTheNextWriterInWhenTheOneBeforeIsGone)
{
    {
        auto writer = open_writer();
    }
    EXPECT_TRUE(store::open(data, access::write));
}

TEST_F(Store, IsLetGoOfByTheKernelWhenItsWriterIsKilled)
{
    const pid_t child = fork();
    if (child == 0) {
        auto writer = store::open(data, access::write);
        if (!writer) _exit(1);
        (void)writer->replace(make_document("d1", "a.txt"), make_chunks("d1", 2));
        raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    auto writer = store::open(data, access::write);
    ASSERT_TRUE(writer) << writer.error().detail;
    EXPECT_EQ(writer->chunks_of("d1").value().size(), 2U);
}

TEST_F(Store, ReplacesAllChunksOfADocumentAndRaisesTheGeneration)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 5)));
    const auto before = writer.generation().value();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 1)));
    EXPECT_GT(writer.generation().value(), before);
    EXPECT_EQ(writer.chunks_of("d1").value().size(), 1U);
    EXPECT_EQ(writer.documents().value().size(), 1U);
}

TEST_F(Store, LeavesTheVersionBeforeWhenAReplacementFails)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 5)));
    const auto before = writer.generation().value();
    auto twice = make_chunks("d1", 2);
    twice[1].id = twice[0].id;
    EXPECT_FALSE(writer.replace(make_document("d1", "a.txt"), twice));
    EXPECT_EQ(writer.generation().value(), before);
    EXPECT_EQ(writer.chunks_of("d1").value().size(), 5U);
}

TEST_F(Store, RefusesAPublicNameThatAnotherDocumentHas)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), {}));
    auto taken = writer.replace(make_document("d2", "a.txt"), {});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, errc::invalid_input);
    EXPECT_EQ(writer.record(make_document("d3", "a.txt")).error().code, errc::invalid_input);
    EXPECT_EQ(writer.documents().value().size(), 1U);
}

TEST_F(Store, RecordsAFailureWhileTheEarlierVersionKeepsAnswering)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 5)));
    auto failed = make_document("d1", "a.txt");
    failed.state = document_state::failed;
    failed.reason = "it is encrypted";
    ASSERT_TRUE(writer.record(failed));
    const auto found = writer.find_by_name("a.txt").value();
    EXPECT_EQ(found->state, document_state::failed);
    EXPECT_EQ(found->reason, "it is encrypted");
    EXPECT_EQ(found->chunks, 5);
    EXPECT_EQ(writer.chunks_of("d1").value().size(), 5U);
}

TEST_F(Store, RecordsADocumentThatNeverHadChunks)
{
    auto writer = open_writer();
    auto skipped = make_document("d1", "a.bin", "");
    skipped.state = document_state::skipped;
    ASSERT_TRUE(writer.record(skipped));
    EXPECT_EQ(writer.find_by_name("a.bin").value()->state, document_state::skipped);
}

TEST_F(Store, RemovesADocumentWithItsChunksAndItsCopy)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.keep_content(write_source("hello"), hash_a));
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 5)));
    ASSERT_TRUE(writer.remove("d1"));
    EXPECT_FALSE(writer.find_by_name("a.txt").value());
    EXPECT_TRUE(writer.chunks_of("d1").value().empty());
    EXPECT_FALSE(std::filesystem::exists(writer.content_path(hash_a)));
    EXPECT_EQ(writer.remove("d1").error().code, errc::not_found);
}

TEST_F(Store, KeepsACopyThatAnotherDocumentNames)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.keep_content(write_source("hello"), hash_a));
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), {}));
    ASSERT_TRUE(writer.replace(make_document("d2", "b.txt"), {}));
    ASSERT_TRUE(writer.remove("d1"));
    EXPECT_TRUE(std::filesystem::exists(writer.content_path(hash_a)));
}

TEST_F(Store, DropsTheCopyOfTheVersionBefore)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.keep_content(write_source("old"), hash_a));
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt", hash_a), {}));
    ASSERT_TRUE(writer.keep_content(write_source("new"), hash_b));
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt", hash_b), {}));
    EXPECT_FALSE(std::filesystem::exists(writer.content_path(hash_a)));
    std::string text;
    std::getline(std::ifstream(writer.content_path(hash_b)) >> std::ws, text);
    EXPECT_EQ(text, "new");
}

TEST_F(Store, SweepsCopiesThatNoDocumentNamesAndHalfWrittenOnes)
{
    auto writer = open_writer();
    ASSERT_TRUE(writer.keep_content(write_source("kept"), hash_a));
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt", hash_a), {}));
    ASSERT_TRUE(writer.keep_content(write_source("orphan"), hash_b));
    const auto part = writer.content_path(hash_a).string() + ".part";
    std::ofstream(part) << "half";
    ASSERT_TRUE(writer.sweep_content());
    EXPECT_TRUE(std::filesystem::exists(writer.content_path(hash_a)));
    EXPECT_FALSE(std::filesystem::exists(writer.content_path(hash_b)));
    EXPECT_FALSE(std::filesystem::exists(part));
}

TEST_F(Store, NeverNamesACopyOutsideItsFolder)
{
    auto writer = open_writer();
    EXPECT_EQ(writer.content_path("../../etc/passwd"), std::filesystem::path());
    EXPECT_EQ(writer.content_path(""), std::filesystem::path());
    EXPECT_EQ(writer.keep_content(write_source("x"), "../../../x").error().code, errc::invalid_input);
}

TEST_F(Store, LeavesNoCopyWhenTheDiskFillsUpWhileKeepingOne)
{
    auto writer = open_writer();
    const auto source = write_source(std::string(1'000'000, 'x'));
    rlimit unlimited{};
    getrlimit(RLIMIT_FSIZE, &unlimited);
    const rlimit tight{256 * 1024, unlimited.rlim_max};
    auto* handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    auto kept = writer.keep_content(source, hash_a);
    setrlimit(RLIMIT_FSIZE, &unlimited);
    std::signal(SIGXFSZ, handler);

    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, errc::storage);
    EXPECT_NE(kept.error().detail.find("disk is full"), std::string::npos) << kept.error().detail;
    EXPECT_FALSE(std::filesystem::exists(writer.content_path(hash_a)));
    EXPECT_FALSE(std::filesystem::exists(writer.content_path(hash_a).string() + ".part"));
}

TEST_F(Store, ThatCannotBeMadeNamesItsFolder)
{
    const auto inside_a_file = write_source("no folder") / "data";
    auto opened = store::open(inside_a_file, access::write);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, errc::storage);
    EXPECT_NE(opened.error().detail.find(inside_a_file.string()), std::string::npos) << opened.error().detail;
}

TEST_F(Store, ShowsAReaderEachCommitOfARunningWriter)
{
    auto writer = open_writer();
    auto reader = open_reader();
    EXPECT_TRUE(reader.documents().value().empty());
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), make_chunks("d1", 1)));
    EXPECT_EQ(reader.documents().value().size(), 1U);
    EXPECT_EQ(reader.generation().value(), writer.generation().value());
}

TEST_F(Store, GivesDocumentsAPageAtATimeByName)
{
    auto writer = open_writer();
    for (const auto* name : {"c.txt", "a.txt", "b.txt", "d.txt"})
        ASSERT_TRUE(writer.replace(make_document(name, name), {}));
    const auto names = [&](std::string_view after, std::size_t at_most) {
        std::string all;
        for (const auto& each : writer.documents_after(after, at_most).value()) all += each.name + " ";
        return all;
    };
    EXPECT_EQ(names("", 2), "a.txt b.txt ");
    EXPECT_EQ(names("b.txt", 2), "c.txt d.txt ");
    EXPECT_EQ(names("b", 1), "b.txt ");
    EXPECT_EQ(names("d.txt", 2), "");
}

TEST_F(Store, RefusesToWriteWhenOpenedForReading)
{
    {
        auto writer = open_writer();
    }
    auto reader = open_reader();
    EXPECT_EQ(reader.replace(make_document("d1", "a.txt"), {}).error().code, errc::invalid_input);
    EXPECT_EQ(reader.keep_content(write_source("x"), hash_a).error().code, errc::invalid_input);
    EXPECT_EQ(reader.sweep_content().error().code, errc::invalid_input);
}

TEST_F(Store, LeavesAStoreOfANewerProgramAloneAndSaysSo)
{
    {
        auto writer = open_writer();
    }
    {
        auto db = sqlite::database::open(data / "parley.db", sqlite::access::write).value();
        ASSERT_TRUE(db.execute("pragma user_version = 999"));
    }
    for (const auto mode : {access::read, access::write}) {
        auto opened = store::open(data, mode);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, errc::unsupported);
        EXPECT_NE(opened.error().detail.find("newer"), std::string::npos) << opened.error().detail;
    }
}

TEST_F(Store, CanBeReadByItsOwnerAloneInAFolderThatAllCanRead)
{
    fs::create_directory(data);
    fs::permissions(data, fs::perms::owner_all | fs::perms::group_all | fs::perms::others_all);
    auto writer = open_writer();
    ASSERT_TRUE(writer.replace(make_document("d1", "a.txt"), {}));
    constexpr auto others = fs::perms::group_all | fs::perms::others_all;
    for (const auto* name : {"parley.db", "parley.db-wal", "parley.db-shm", "writer.lock"})
        EXPECT_EQ(fs::status(data / name).permissions() & others, fs::perms::none) << name;
}

}  // namespace
}  // namespace parley::retrieval
