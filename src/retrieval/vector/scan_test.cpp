#include "retrieval/vector/scan.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace parley::retrieval {
namespace {

using numbers = std::vector<std::int8_t>;

numbers random_numbers(std::size_t count, std::mt19937& random)
{
    numbers made(count);
    for (auto& each : made) each = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
    return made;
}

std::vector<std::int32_t> scanned(scan_kernel by, const numbers& query, const numbers& rows)
{
    std::vector<std::int32_t> products(rows.size() / query.size());
    by(query.data(), rows.data(), query.size(), products.size(), products.data());
    return products;
}

// Both where the machine has them; the portable one is what they are compared with.
std::vector<scan_kernel> special_kernels()
{
    std::vector<scan_kernel> kernels{best_kernel()};
    for (auto* const kernel : {avx2_kernel(), vnni_kernel()})
        if (kernel != nullptr) kernels.push_back(kernel);
    return kernels;
}

TEST(Scan, GivesTheScalarProductOfEachRow)
{
    numbers query(row_alignment, 0);
    numbers rows(2 * row_alignment, 0);
    query[0] = 3;
    query[31] = -2;
    rows[0] = 5;
    rows[31] = 7;
    rows[row_alignment + 31] = -127;
    EXPECT_EQ(scanned(scan_portable, query, rows), (std::vector<std::int32_t>{1, 254}));
}

TEST(Scan, GivesTheSameBitsByEveryKernel)
{
    std::mt19937 random(1);
    for (const auto kernel : special_kernels())
        for (std::size_t blocks = 1; blocks <= 48; ++blocks) {
            const auto query = random_numbers(blocks * row_alignment, random);
            const auto rows = random_numbers(7 * query.size(), random);
            EXPECT_EQ(scanned(kernel, query, rows), scanned(scan_portable, query, rows)) << blocks;
        }
}

// Pairs of products are summed in 16 bits on the way: the largest there are must still fit.
TEST(Scan, CutsNothingOffTheLargestProducts)
{
    for (const int of_query : {127, -127})
        for (const int of_rows : {127, -127}) {
            const numbers query(1536, static_cast<std::int8_t>(of_query));
            const numbers rows(1536, static_cast<std::int8_t>(of_rows));
            for (const auto kernel : special_kernels())
                EXPECT_EQ(scanned(kernel, query, rows).front(), of_query * of_rows * 1536);
        }
}

}  // namespace
}  // namespace parley::retrieval
