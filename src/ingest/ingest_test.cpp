#include "ingest/ingest.hpp"

#include "base/sha256.hpp"
#include "ingest/manifest.hpp"
#include "ingest/pdf/pdf_file.hpp"
#include "ingest/snapshot.hpp"
#include "ingest/testing/ingest_fixture.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace parley::ingest {
namespace {

namespace fs = std::filesystem;

TEST_F(Ingest, TakesInEveryKindOfDocument)
{
    write(docs / "a.txt", "Plain text.");
    write(docs / "sub/b.md", "# Guide\n\nMarked text.");
    write(docs / "c.html", "<title>Page</title><p>Web text.</p>");
    write(docs / "d.PDF", pdf_file({{"Printed text."}, {"Second page."}}).bytes());
    const auto made = take_in();
    EXPECT_EQ(made.added, 4U);
    EXPECT_EQ(made.pages, 5U);
    EXPECT_EQ(told.last.files_done, 4U);
    EXPECT_EQ(told.last.bytes_done, told.last.bytes_total);

    EXPECT_EQ(document("a.txt").media_type, "text/plain; charset=utf-8");
    EXPECT_EQ(document("b.md").media_type, "text/markdown; charset=utf-8");
    EXPECT_EQ(document("c.html").media_type, "text/html");
    const auto pdf = document("d.PDF");
    EXPECT_EQ(pdf.media_type, "application/pdf");
    EXPECT_EQ(pdf.state, retrieval::document_state::ready);
    const auto chunks = store.chunks_of(pdf.id).value();
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_EQ(chunks[1].text, "Second page.");
    EXPECT_EQ(chunks[1].page_first, 2);
    EXPECT_EQ(read(store.content_path(pdf.content_hash)), read(docs / "d.PDF"));
    EXPECT_EQ(document("b.md").title, "Guide");
}

TEST_F(Ingest, CutsATitleOfMegabytes)
{
    std::string heading;
    while (heading.size() < std::size_t{1} << 20U) heading += "größer und ";
    write(docs / "a.md", "# " + heading + "\n\nText.");
    EXPECT_EQ(take_in().added, 1U);
    const auto made = document("a.md");
    EXPECT_LE(made.title.size(), 200U);
    EXPECT_TRUE(made.title.starts_with("größer und größer"));
    for (const auto& chunk : store.chunks_of(made.id).value()) EXPECT_LE(chunk.heading.size(), 240U);
}

TEST_F(Ingest, DoesNothingTheSecondTime)
{
    write(docs / "a.txt", "Plain text.");
    take_in();
    const auto before = store.generation().value();
    const auto made = take_in();
    EXPECT_EQ(made.unchanged, 1U);
    EXPECT_EQ(made.added + made.updated, 0U);
    EXPECT_EQ(store.generation().value(), before);
}

TEST_F(Ingest, LooksAtContentNotAtTimes)
{
    write(docs / "a.txt", "Plain text.");
    take_in();
    fs::last_write_time(docs / "a.txt", fs::file_time_type::clock::now() + std::chrono::hours(1));
    EXPECT_EQ(take_in().unchanged, 1U);
}

TEST_F(Ingest, ReplacesTheChunksOfAChangedFile)
{
    write(docs / "a.txt", "Old text, and a lot of it.");
    take_in();
    const auto id = document("a.txt").id;
    write(docs / "a.txt", "New.");
    EXPECT_EQ(take_in().updated, 1U);
    const auto chunks = store.chunks_of(id).value();
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_EQ(chunks[0].text, "New.");
    EXPECT_EQ(document("a.txt").media_type, "text/plain; charset=utf-8");
}

TEST_F(Ingest, GivesTheDocumentsOfARunTheirCategoryAndKeepsIt)
{
    write(docs / "a.txt", "Plain text.");
    take_in({.paths = {docs}, .category = "hr"});
    EXPECT_EQ(told.reports["a.txt"].category, "hr");
    EXPECT_EQ(document("a.txt").category, "hr");
    EXPECT_EQ(take_in().unchanged, 1U);
    write(docs / "a.txt", "Other text.");
    EXPECT_EQ(take_in().updated, 1U);
    EXPECT_EQ(document("a.txt").category, "hr");
}

TEST_F(Ingest, ChangesTheCategoryOfAKnownDocumentInItsPlace)
{
    write(docs / "a.txt", "Plain text.");
    write(docs / "b.txt", "More text.");
    write(docs / "empty.txt", "");
    take_in({.paths = {docs}, .category = "hr"});
    const auto before = store.chunks_of(document("a.txt").id).value();

    // One is read again and found to be the same, one is not even read.
    fs::last_write_time(docs / "b.txt", fs::file_time_type::clock::now() + std::chrono::hours(1));
    const auto made = take_in({.paths = {docs}, .category = "old"});
    EXPECT_EQ(made.updated, 2U);
    EXPECT_EQ(made.failed, 1U);
    EXPECT_EQ(store.documents().value().size(), 3U);
    for (const auto& each : store.documents().value()) EXPECT_EQ(each.category, "old") << each.name;
    const auto after = store.chunks_of(document("a.txt").id).value();
    ASSERT_EQ(after.size(), before.size());
    EXPECT_EQ(after[0].id, before[0].id);
    EXPECT_EQ(take_in({.paths = {docs}, .category = "old"}).unchanged, 2U);

    EXPECT_EQ(take_in({.paths = {docs}, .category = ""}).updated, 2U);
    EXPECT_EQ(document("a.txt").category, "");
}

TEST_F(Ingest, RefusesACategoryThatIsNoShortText)
{
    for (const auto& bad : {std::string("a\nb"), std::string("\xff"), std::string(101, 'a')}) {
        const auto refused = run(store, {.paths = {docs}, .category = bad}, told);
        ASSERT_FALSE(refused);
        EXPECT_NE(refused.error().detail.find("--category"), std::string::npos);
    }
}

TEST_F(Ingest, TellsTwoFilesOfTheSameNameApart)
{
    write(docs / "a/readme.md", "First.");
    write(docs / "b/readme.md", "Second.");
    take_in();
    EXPECT_EQ(store.chunks_of(document("readme.md").id).value()[0].text, "First.");
    EXPECT_EQ(store.chunks_of(document("b-readme.md").id).value()[0].text, "Second.");
}

TEST_F(Ingest, GoesOnAfterBadFilesAndSaysWhatIsWrong)
{
    write(docs / "bad.pdf", "<html>not a PDF</html>");
    write(docs / "cut.pdf", pdf_file({{"Text"}}).bytes().substr(0, 60));
    write(docs / "empty.txt", "");
    write(docs / "good.txt", "Good.");
    write(docs / "locked.pdf", pdf_file({{"Text"}}, pdf_protection::password).bytes());
    write(docs / "noise.txt", std::string("\x00\x01\x02\xFF\x07", 5));
    write(docs / "odd.xyz", "unknown");
    const auto made = take_in();
    EXPECT_EQ(made.failed, 5U);
    EXPECT_EQ(made.skipped, 1U);
    EXPECT_EQ(made.added, 1U);
    EXPECT_NE(told.reports["bad.pdf"].reason.find("an HTML page"), std::string::npos);
    EXPECT_NE(told.reports["locked.pdf"].reason.find("password"), std::string::npos);
    EXPECT_EQ(told.reports["empty.txt"].reason, "is empty");
    EXPECT_NE(told.reports["noise.txt"].reason.find("binary"), std::string::npos);
    EXPECT_NE(told.reports["odd.xyz"].reason.find(".xyz"), std::string::npos);
    EXPECT_EQ(document("locked.pdf").state, retrieval::document_state::failed);
    EXPECT_EQ(document("odd.xyz").state, retrieval::document_state::skipped);
}

TEST_F(Ingest, TellsWhatWasAskedForByNameAndSkipped)
{
    write(docs / "odd.xyz", "unknown");
    EXPECT_EQ(take_in().skipped_by_name, 0U);
    EXPECT_EQ(take_in({.paths = {docs / "odd.xyz"}}).skipped_by_name, 1U);
}

TEST_F(Ingest, RepeatsAFaultWithoutReadingTheFileAgain)
{
    write(docs / "empty.txt", "");
    take_in();
    const auto before = store.generation().value();
    EXPECT_EQ(take_in().failed, 1U);
    EXPECT_EQ(told.reports["empty.txt"].reason, "is empty");
    EXPECT_EQ(store.generation().value(), before);
}

TEST_F(Ingest, KeepsTheGoodVersionOfAFileThatBroke)
{
    write(docs / "a.txt", "Good text.");
    take_in();
    const auto good = document("a.txt");
    write(docs / "a.txt", "");
    EXPECT_EQ(take_in().failed, 1U);
    const auto broken = document("a.txt");
    EXPECT_EQ(broken.state, retrieval::document_state::failed);
    EXPECT_EQ(broken.content_hash, good.content_hash);
    EXPECT_EQ(store.chunks_of(good.id).value().size(), 1U);

    write(docs / "a.txt", "Good text.");
    EXPECT_EQ(take_in().updated, 1U);
    EXPECT_EQ(document("a.txt").state, retrieval::document_state::ready);
}

TEST_F(Ingest, OpensNoPipesFollowsNoLinksAndWalksNoHiddenFolders)
{
    ASSERT_EQ(::mkfifo((docs / "pipe.txt").c_str(), 0600), 0);
    write(folder.path / "outside.txt", "Outside.");
    fs::create_symlink(folder.path / "outside.txt", docs / "link.txt");
    fs::create_directory_symlink(docs, docs / "loop");
    write(docs / ".git/config.txt", "Hidden.");
    write(docs / "draft.txt~", "Backup.");
    const auto made = take_in();
    EXPECT_EQ(made.skipped, 3U);
    EXPECT_EQ(made.added, 0U);
    EXPECT_NE(told.reports["pipe.txt"].reason.find("pipe"), std::string::npos);
    EXPECT_NE(told.reports["link.txt"].reason.find("symbolic link"), std::string::npos);
}

TEST_F(Ingest, DoesNotTakeInItsOwnData)
{
    write(docs / "a.txt", "Text.");
    EXPECT_EQ(take_in({.paths = {fs::canonical(folder.path)}}).added, 1U);
    EXPECT_EQ(told.last.files_total, 1U);
}

TEST_F(Ingest, OfAPathThatDoesNotExistIsAnError)
{
    const auto made = run(store, {.paths = {docs / "missing"}}, told);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, errc::not_found);
}

TEST(Snapshot, OfAFileThatCannotBeReadNowIsTriedAgain)
{
    const temporary_folder folder;
    const auto made =
        take_snapshot("/proc/self/mem", folder.path);  // a regular file; address 0 is an I/O error
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, errc::busy);
    EXPECT_TRUE(is_passing(made.error()));
}

TEST_F(Ingest, StopsBetweenDocumentsAndGoesOnLater)
{
    for (int i = 0; i < 20; ++i) write(docs / (std::to_string(i) + ".txt"), "Text " + std::to_string(i));
    std::atomic<bool> stop{false};
    recorder stopping;
    stopping.then = [&stop, &stopping] { stop = stopping.reports.size() == 3; };
    const auto made = run(store, {.paths = {docs}, .stop = &stop}, stopping);
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->stopped);
    EXPECT_EQ(made->added, 3U);
    const auto rest = take_in();
    EXPECT_EQ(rest.unchanged, 3U);
    EXPECT_EQ(rest.added, 17U);
}

// On a full disk there were lines for what had been done, and nothing that summed it up.
TEST_F(Ingest, SumsUpWhatWasDoneWhenItCannotGoOn)
{
    for (int i = 0; i < 20; ++i) write(docs / (std::to_string(i) + ".txt"), "Text " + std::to_string(i));
    recorder breaking;
    breaking.then = [this, &breaking] {
        if (breaking.reports.size() != 2) return;
        fs::remove_all(data / "content");
        write(data / "content", "no folder");
    };
    const auto made = run(store, {.paths = {docs}, .workers = 1}, breaking);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, errc::storage);
    ASSERT_TRUE(breaking.total);
    EXPECT_EQ(breaking.total->added, 2U);
    EXPECT_TRUE(breaking.total->stopped);
}

TEST_F(Ingest, SumsUpNothingWhenItCouldNotBegin)
{
    EXPECT_FALSE(run(store, {.paths = {docs / "missing"}}, told));
    EXPECT_FALSE(told.total);
}

TEST_F(Ingest, KeepsNoTraceOfContentThatNothingNames)
{
    write(docs / "a.txt", "One.");
    take_in();
    const auto old = document("a.txt").content_hash;
    write(docs / "a.txt", "Two.");
    take_in();
    EXPECT_FALSE(fs::exists(store.content_path(old)));
    std::size_t copies = 0;
    for (const auto& entry : fs::recursive_directory_iterator(data / "content"))
        copies += entry.is_regular_file();
    EXPECT_EQ(copies, 1U);
}

}  // namespace
}  // namespace parley::ingest
