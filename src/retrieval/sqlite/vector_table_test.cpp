#include "retrieval/sqlite/vector_table.hpp"

#include "retrieval/sqlite/small_store.hpp"
#include "retrieval/sqlite/store_sql.hpp"
#include "sqlite/migrations.hpp"

#include <gtest/gtest.h>

namespace parley::retrieval {
namespace {

struct VectorTable : testing::Test {
    small_store held;

    static chunk_vectors of(std::string model, std::size_t count, std::size_t dimensions = 2)
    {
        std::vector<float> unit(dimensions, 0);
        unit.front() = 1;
        return {std::move(model), std::vector(count, unit)};
    }
    static int vectors(const store& in, const std::string& id)
    {
        return in.find_by_name(id + ".txt").value().value().vectors;
    }
};

TEST_F(VectorTable, NamesNoModelBeforeThereAreVectors)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"one", "two"}));
    EXPECT_FALSE(writer.space().value());
    EXPECT_EQ(vectors(writer, "a"), 0);
}

TEST_F(VectorTable, KeepsVectorsBesideThePassagesAndSaysWhoseTheyAre)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"one", "two"}, of("m", 2)));
    EXPECT_EQ(writer.space().value(), (vector_space{"m", 2}));
    EXPECT_EQ(vectors(writer, "a"), 2);
}

TEST_F(VectorTable, FillsInWhatWasIngestedWithout)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"one", "two"}));
    const auto before = writer.generation().value();
    ASSERT_TRUE(writer.add_vectors("a", of("m", 2)));
    EXPECT_GT(writer.generation().value(), before);
    EXPECT_EQ(vectors(writer, "a"), 2);
    EXPECT_EQ(writer.chunks_of("a").value().size(), 2U);
    EXPECT_EQ(writer.add_vectors("b", of("m", 2)).error().code, errc::not_found);
}

TEST_F(VectorTable, ForgetsTheVectorsOfPassagesThatAreReplaced)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"one", "two"}, of("m", 2)));
    ASSERT_TRUE(held.put(writer, "a", {"three"}));
    EXPECT_EQ(vectors(writer, "a"), 0);
}

TEST_F(VectorTable, RefusesVectorsOfAnotherModelOrLengthAndChangesNothing)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"one"}, of("m", 1)));
    for (const auto& other : {of("n", 1), of("m", 1, 3)}) {
        const auto refused = held.put(writer, "b", {"two"}, other);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, errc::invalid_input);
        EXPECT_NE(refused.error().detail.find("--embedding-model m"), std::string::npos)
            << refused.error().detail;
        EXPECT_FALSE(writer.find_by_name("b.txt").value());
    }
}

TEST_F(VectorTable, TakesAnotherModelOnceItHoldsNoVectors)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"one"}, of("m", 1)));
    ASSERT_TRUE(writer.remove("a"));
    ASSERT_TRUE(held.put(writer, "a", {"one"}, of("n", 1, 3)));
    EXPECT_EQ(writer.space().value(), (vector_space{"n", 3}));
}

TEST_F(VectorTable, WantsOneVectorForEachPassage)
{
    auto writer = held.open_writer();
    EXPECT_EQ(held.put(writer, "a", {"one", "two"}, of("m", 1)).error().code, errc::invalid_input);
    EXPECT_FALSE(writer.find_by_name("a.txt").value());
}

// A store of the version before vectors keeps its documents, and a writer makes room for vectors.
TEST_F(VectorTable, ComesIntoAStoreThatWasMadeWithout)
{
    std::filesystem::create_directories(held.data);
    {
        auto old = sqlite::database::open(held.data / "parley.db", sqlite::access::write).value();
        ASSERT_TRUE(sqlite::migrate(old, std::span(sql::migrations).first(1)));
        ASSERT_TRUE(
            old.execute("insert into document values (1, 'a', 'a.txt', '', '/a', '', '', '', '', 1, 1, 1, "
                        "'ready', '', 1, 1); insert into chunk values (1, 1, 0, 'a-0', 1, 1, '', 'one')"));
    }
    auto writer = held.open_writer();
    EXPECT_EQ(vectors(writer, "a"), 0);
    ASSERT_TRUE(writer.add_vectors("a", of("m", 1)));
    EXPECT_EQ(vectors(writer, "a"), 1);
}

}  // namespace
}  // namespace parley::retrieval
