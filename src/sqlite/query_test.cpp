#include "sqlite/query.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace parley::sqlite {
namespace {

struct schema {
    static constexpr std::array<const char*, 2> migrations = {R"(
create table animal (
    name text not null,
    legs integer not null   -- wings do not count
) strict;
)",
                                                              "alter table animal add column weight real"};
};

struct animal {
    std::string name;
    std::int64_t legs = 0;
};

// The same columns with the wrong types.
struct mistyped {
    std::string name;
    std::string legs;
};

}  // namespace

template <>
struct columns_of<animal> {
    static constexpr std::tuple list{column{"name", &animal::name}, column{"legs", &animal::legs}};
};

template <>
struct columns_of<mistyped> {
    static constexpr std::tuple list{column{"name", &mistyped::name}, column{"legs", &mistyped::legs}};
};

namespace {

template <class Row, class... Values>
constexpr query_fault fault(std::string_view sql)
{
    return fault_in<schema, Row, Values...>(sql);
}

using enum query_fault;
using text = std::string_view;
using integer = std::int64_t;

// What has a fault here does not compile as a query.
static_assert(fault<animal>("select name, legs from animal") == none);
static_assert(fault<animal>("select nmae, legs from animal") == unknown_word);
static_assert(fault<animal>("select name, legs from animals") == unknown_word);
static_assert(fault<animal>("select name, wings from animal") == unknown_word, "named in a comment only");
static_assert(fault<animal>("select legs, name from animal") == other_columns);
static_assert(fault<animal>("select name from animal") == other_columns);
static_assert(fault<animal>("select name, legs, weight from animal") == other_columns);
static_assert(fault<animal>("delete from animal") == other_columns);
static_assert(fault<no_row>("select name, legs from animal") == other_columns, "rows that nobody reads");
static_assert(fault<mistyped>("select name, legs from animal") == other_columns);

static_assert(fault<no_row, text>("delete from animal where name = :name") == none);
static_assert(fault<no_row, integer>("delete from animal where name = :name") == other_values);
static_assert(fault<no_row>("delete from animal where name = :name") == other_values);
static_assert(fault<no_row, text, integer>("delete from animal where name = :name") == other_values);
static_assert(fault<no_row, text, integer, double>(
                  "insert into animal (name, legs, weight) values (:name, :legs, :weight)") == none);
static_assert(
    fault<no_row, text, integer>("update animal set name = :name where legs = :legs or name = :name") == none,
    "a name that comes again is the same value");
static_assert(fault<animal, integer>("select name, legs from animal limit :limit") == none);
static_assert(fault<animal, text>("select name, legs from animal limit :limit") == other_values);

struct Query : testing::Test {
    temporary_folder folder;
    database db = database::open(folder.path / "animals.db", access::write).value();

    Query()
    {
        for (const char* step : schema::migrations) EXPECT_TRUE(db.execute(step));
    }
};

TEST_F(Query, WritesValuesAndReadsRows)
{
    constexpr query<schema, no_row, text, integer> insert{
        "insert into animal (name, legs) values (:name, :legs)"};
    constexpr query<schema, animal, integer> with_legs{
        "select name, legs from animal where legs = :legs order by name"};
    for (const auto* name : {"dog", "cat"}) ASSERT_TRUE(insert.run(db, name, 4));
    ASSERT_TRUE(insert.run(db, "hen", 2));

    const auto four = with_legs.all(db, 4);
    ASSERT_TRUE(four);
    ASSERT_EQ(four->size(), 2U);
    EXPECT_EQ(four->front().name, "cat");
    EXPECT_EQ(four->front().legs, 4);
    EXPECT_EQ(with_legs.first(db, 2).value().value().name, "hen");
    EXPECT_FALSE(with_legs.first(db, 6).value());
}

TEST_F(Query, SaysWhatFailed)
{
    constexpr query<schema, no_row, text> add{"insert into animal (name) values (:name)"};
    EXPECT_EQ(add.run(db, "dog").error().code, errc::invalid_input) << "legs may not be null";
}

}  // namespace
}  // namespace parley::sqlite
