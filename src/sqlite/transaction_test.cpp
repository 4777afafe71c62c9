#include "sqlite/transaction.hpp"

#include "base/temporary_folder.hpp"
#include "sqlite/statement.hpp"

#include <gtest/gtest.h>

namespace parley::sqlite {
namespace {

struct Transaction : testing::Test {
    temporary_folder folder;
    std::filesystem::path file = folder.path / "test.db";
    database db = database::open(file, access::write).value();

    void SetUp() override { ASSERT_TRUE(db.execute("create table note (body text)")); }
    static std::int64_t notes(database& in)
    {
        auto count = in.prepare("select count(*) from note").value();
        EXPECT_TRUE(count.next().value());
        return count.integer(0);
    }
};

TEST_F(Transaction, KeepsWhatWasCommitted)
{
    auto change = transaction::begin(db, access::write).value();
    ASSERT_TRUE(db.execute("insert into note values ('x')"));
    ASSERT_TRUE(change.commit());
    EXPECT_EQ(notes(db), 1);
}

TEST_F(Transaction, ForgetsWhatWasNotCommitted)
{
    {
        auto change = transaction::begin(db, access::write).value();
        ASSERT_TRUE(db.execute("insert into note values ('x')"));
    }
    EXPECT_EQ(notes(db), 0);
}

TEST_F(Transaction, ShowsAReaderOneMomentUntilItEnds)
{
    auto reader = database::open(file, access::read).value();
    {
        auto moment = transaction::begin(reader, access::read).value();
        EXPECT_EQ(notes(reader), 0);
        ASSERT_TRUE(db.execute("insert into note values ('x')"));
        EXPECT_EQ(notes(reader), 0);
    }
    EXPECT_EQ(notes(reader), 1);
}

TEST_F(Transaction, LeavesNothingBehindWhenTheDiskFillsUpInTheMiddle)
{
    ASSERT_TRUE(db.execute("pragma max_page_count = 8"));
    {
        auto change = transaction::begin(db, access::write).value();
        auto insert = db.prepare("insert into note values (?)").value();
        ASSERT_TRUE(insert.run("first"));
        EXPECT_FALSE(insert.run(std::string(100'000, 'x')));
    }
    EXPECT_EQ(notes(db), 0);
    EXPECT_TRUE(db.execute("insert into note values ('small')"));
}

}  // namespace
}  // namespace parley::sqlite
