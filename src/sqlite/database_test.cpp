#include "sqlite/database.hpp"

#include "base/temporary_folder.hpp"
#include "sqlite/statement.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <thread>

namespace parley::sqlite {
namespace {

struct Database : testing::Test {
    temporary_folder folder;
    std::filesystem::path file = folder.path / "test.db";

    database open_writer() { return std::move(database::open(file, access::write)).value(); }
    database open_with_table()
    {
        auto db = open_writer();
        EXPECT_TRUE(db.execute("create table note (id integer primary key, body text unique)"));
        return db;
    }
    static std::int64_t number(database& db, const char* sql)
    {
        auto asked = db.prepare(sql).value();
        EXPECT_TRUE(asked.next().value());
        return asked.integer(0);
    }
};

TEST_F(Database, KeepsAWriterDurableInWalModeWithForeignKeys)
{
    auto db = open_writer();
    auto mode = db.prepare("pragma journal_mode").value();
    ASSERT_TRUE(mode.next().value());
    EXPECT_EQ(mode.text(0), "wal");
    EXPECT_EQ(number(db, "pragma synchronous"), 2);
    EXPECT_EQ(number(db, "pragma foreign_keys"), 1);
}

TEST_F(Database, GivesBackBoundValuesByteForByte)
{
    auto db = open_writer();
    auto echo = db.prepare("select ?, ?, ?").value();
    const std::string hostile("'; drop table note; --\0tail", 26);
    ASSERT_TRUE(echo.bind(hostile, std::int64_t{-5}, 2.5));
    ASSERT_TRUE(echo.next().value());
    EXPECT_EQ(echo.text(0), hostile);
    EXPECT_EQ(echo.integer(1), -5);
    EXPECT_EQ(echo.real(2), 2.5);
    EXPECT_FALSE(echo.next().value());
}

TEST_F(Database, GivesAStatementThatWasUsedBeforeWithoutItsRowAndValues)
{
    auto db = open_with_table();
    ASSERT_TRUE(db.execute("insert into note values (1, 'one'), (2, 'two')"));
    constexpr auto sql = "select body from note where id >= ? order by id";
    {
        auto first = db.prepare(sql).value();
        ASSERT_TRUE(first.bind(1));
        ASSERT_TRUE(first.next().value());
    }
    auto again = db.prepare(sql).value();
    EXPECT_FALSE(again.next().value());
    ASSERT_TRUE(again.bind(2));
    ASSERT_TRUE(again.next().value());
    EXPECT_EQ(again.text(0), "two");
    auto beside = db.prepare(sql).value();
    ASSERT_TRUE(beside.bind(1));
    ASSERT_TRUE(beside.next().value());
    EXPECT_EQ(beside.text(0), "one");
    EXPECT_EQ(again.text(0), "two");
}

TEST_F(Database, AStatementThatWaitsForReuseHoldsNoLock)
{
    auto db = open_with_table();
    ASSERT_TRUE(db.execute("insert into note values (1, 'one')"));
    auto reader = database::open(file, access::read).value();
    {
        auto unfinished = reader.prepare("select body from note").value();
        ASSERT_TRUE(unfinished.next().value());
    }
    ASSERT_TRUE(db.execute("pragma wal_checkpoint(truncate)"));
    EXPECT_EQ(std::filesystem::file_size(file.string() + "-wal"), 0U);
}

TEST_F(Database, BindsAnEmptyViewAsAnEmptyTextAndNotAsNull)
{
    auto db = open_writer();
    auto asked = db.prepare("select ? is null").value();
    ASSERT_TRUE(asked.bind(std::string_view()));
    ASSERT_TRUE(asked.next().value());
    EXPECT_EQ(asked.integer(0), 0);
}

TEST_F(Database, GivesBytesBackAsTheyWereBound)
{
    auto db = open_writer();
    auto echo = db.prepare("select ?, length(?)").value();
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{255}, std::byte{0}};
    const std::span<const std::byte> none;
    ASSERT_TRUE(echo.bind(std::span<const std::byte>(bytes), none));
    ASSERT_TRUE(echo.next().value());
    const auto held = echo.bytes(0);
    EXPECT_EQ(std::vector(held.begin(), held.end()), bytes);
    EXPECT_EQ(echo.integer(1), 0);
}

TEST_F(Database, ServesAStatementManyTimes)
{
    auto db = open_with_table();
    auto insert = db.prepare("insert into note (body) values (?)").value();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(insert.run(std::to_string(i)));
    EXPECT_EQ(number(db, "select count(*) from note"), 3);
    EXPECT_EQ(db.last_insert_id(), 3);
    EXPECT_EQ(db.changes(), 1);
}

TEST_F(Database, SaysWhenAReaderFindsNoFile)
{
    auto opened = database::open(file, access::read);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, errc::not_found);
}

TEST_F(Database, RefusesToWriteThroughAReader)
{
    open_with_table();
    auto reader = database::open(file, access::read).value();
    auto written = reader.execute("insert into note (body) values ('x')");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, errc::storage);
    EXPECT_NE(written.error().detail.find("read-only"), std::string::npos) << written.error().detail;
}

TEST_F(Database, SaysThatAFileIsNoDatabase)
{
    std::ofstream(file) << std::string(8192, 'x');
    auto opened = database::open(file, access::read);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, errc::storage);
    EXPECT_NE(opened.error().detail.find("corrupt"), std::string::npos) << opened.error().detail;
    EXPECT_TRUE(opened.error().detail.ends_with(advice_to_start_anew)) << opened.error().detail;
}

TEST_F(Database, SaysThatAPageIsCorrupt)
{
    {
        auto db = open_with_table();
        for (int i = 0; i < 200; ++i)
            ASSERT_TRUE(db.prepare("insert into note (body) values (?)")
                            ->run(std::to_string(i) + std::string(100, 'x')));
    }
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(4096);
    damage << std::string(4096, '\xff');
    damage.close();

    auto db = database::open(file, access::read).value();
    auto count = db.prepare("select count(body) from note where length(body) > 3").value();
    auto row = count.next();
    ASSERT_FALSE(row);
    EXPECT_EQ(row.error().code, errc::storage);
    EXPECT_NE(row.error().detail.find("corrupt"), std::string::npos) << row.error().detail;
    EXPECT_TRUE(row.error().detail.ends_with(advice_to_start_anew)) << row.error().detail;
}

TEST_F(Database, SaysThatTheDiskIsFull)
{
    auto db = open_with_table();
    ASSERT_TRUE(db.execute("pragma max_page_count = 8"));
    auto insert = db.prepare("insert into note (body) values (?)").value();
    auto ran = insert.run(std::string(100'000, 'x'));
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().code, errc::storage);
    EXPECT_NE(ran.error().detail.find("disk is full"), std::string::npos) << ran.error().detail;
}

// A limit on file size makes write(2) itself fail, which is what a full disk does.
TEST_F(Database, SaysThatTheDiskIsFullWhenTheSystemRefusesAWriteAndGoesOnAfterwards)
{
    auto db = open_with_table();
    auto insert = db.prepare("insert into note (body) values (?)").value();
    ASSERT_TRUE(insert.run("before"));

    rlimit unlimited{};
    getrlimit(RLIMIT_FSIZE, &unlimited);
    const rlimit tight{256 * 1024, unlimited.rlim_max};
    auto* handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    auto ran = insert.run(std::string(1'000'000, 'x'));
    setrlimit(RLIMIT_FSIZE, &unlimited);
    std::signal(SIGXFSZ, handler);

    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().code, errc::storage);
    EXPECT_NE(ran.error().detail.find("disk is full"), std::string::npos) << ran.error().detail;
    EXPECT_TRUE(insert.run("after"));
    EXPECT_EQ(number(db, "select count(*) from note"), 2);
}

// As on read-only media: the file is there, but what WAL needs beside it cannot be made.
TEST_F(Database, SaysWhatAReaderNeedsWhenTheWalCannotBeOpened)
{
    open_with_table();
    std::filesystem::create_directory(folder.path / "test.db-wal");
    std::filesystem::create_directory(folder.path / "test.db-shm");
    auto opened = database::open(file, access::read);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, errc::storage);
    EXPECT_NE(opened.error().detail.find("-shm"), std::string::npos) << opened.error().detail;
}

TEST_F(Database, NamesTheConstraintThatAnInsertBreaks)
{
    auto db = open_with_table();
    auto insert = db.prepare("insert into note (body) values (?)").value();
    ASSERT_TRUE(insert.run("same"));
    auto again = insert.run("same");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, errc::invalid_input);
    EXPECT_NE(again.error().detail.find("note.body"), std::string::npos) << again.error().detail;
}

TEST_F(Database, StopsAStatementThatIsInterrupted)
{
    auto db = open_writer();
    auto endless =
        db.prepare("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")
            .value();
    std::atomic<bool> stopped = false;
    std::thread interrupter([&db, &stopped] {
        while (!stopped) db.interrupt();
    });
    auto row = endless.next();
    stopped = true;
    interrupter.join();
    ASSERT_FALSE(row);
    EXPECT_EQ(row.error().code, errc::cancelled);
    EXPECT_EQ(number(db, "select 1"), 1);
}

TEST_F(Database, TellsAReaderThatAnotherConnectionHasCommitted)
{
    auto db = open_with_table();
    auto reader = database::open(file, access::read).value();
    const auto before = reader.data_version().value();
    EXPECT_EQ(reader.data_version().value(), before);
    ASSERT_TRUE(db.execute("insert into note (body) values ('x')"));
    EXPECT_NE(reader.data_version().value(), before);
}

}  // namespace
}  // namespace parley::sqlite
