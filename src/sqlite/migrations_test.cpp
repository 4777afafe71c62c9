#include "sqlite/migrations.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>

namespace parley::sqlite {
namespace {

constexpr std::array<const char*, 2> two_steps = {"create table note (body text);",
                                                  "alter table note add column author text;"};
constexpr std::array<const char*, 1> broken_step = {"create table a (b); create table oops oops oops;"};

struct Migrations : testing::Test {
    temporary_folder folder;
    std::filesystem::path file = folder.path / "test.db";
    database db = database::open(file, access::write).value();
};

TEST_F(Migrations, BringAnEmptyFileToTheLatestVersion)
{
    ASSERT_TRUE(migrate(db, two_steps));
    EXPECT_EQ(schema_version(db).value(), 2);
    EXPECT_TRUE(db.execute("insert into note (body, author) values ('x', 'y')"));
}

TEST_F(Migrations, RunOnlyTheStepsAFileHasNotSeen)
{
    ASSERT_TRUE(migrate(db, std::span(two_steps).first(1)));
    ASSERT_TRUE(migrate(db, two_steps));
    ASSERT_TRUE(migrate(db, two_steps));
    EXPECT_EQ(schema_version(db).value(), 2);
}

TEST_F(Migrations, LeaveAFileFromANewerProgramAlone)
{
    ASSERT_TRUE(migrate(db, two_steps));
    auto older = migrate(db, std::span(two_steps).first(1));
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().code, errc::unsupported);
    EXPECT_NE(older.error().detail.find("newer"), std::string::npos);
    EXPECT_EQ(schema_version(db).value(), 2);
}

TEST_F(Migrations, LeaveNothingOfAStepThatFails)
{
    ASSERT_FALSE(migrate(db, broken_step));
    EXPECT_EQ(schema_version(db).value(), 0);
    EXPECT_TRUE(db.execute("create table a (b)"));
}

TEST_F(Migrations, TellAReaderWhetherTheFileIsTooNewTooOldOrEmpty)
{
    EXPECT_EQ(expect_version(db, 1).error().code, errc::not_found);
    ASSERT_TRUE(migrate(db, two_steps));
    EXPECT_TRUE(expect_version(db, 2));
    EXPECT_EQ(expect_version(db, 1).error().code, errc::unsupported);
    EXPECT_EQ(expect_version(db, 3).error().code, errc::unsupported);
}

}  // namespace
}  // namespace parley::sqlite
