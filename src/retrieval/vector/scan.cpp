#include "retrieval/vector/scan.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace parley::retrieval {

void scan_portable(const std::int8_t* query, const std::int8_t* rows, std::size_t row_bytes,
                   std::size_t count, std::int32_t* products)
{
    for (std::size_t row = 0; row < count; ++row, rows += row_bytes) {
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < row_bytes; ++i) sum += query[i] * rows[i];
        products[row] = sum;
    }
}

#if defined(__x86_64__)

namespace {

// The instructions multiply unsigned by signed bytes: |q| times r with the sign of q is q times r.

__attribute__((target("avx2"))) std::int32_t sum_of(__m256i eight)
{
    const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
    const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0b01001110));
    return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0b10110001)));
}

__attribute__((target("avx2"))) __m256i load(const std::int8_t* from)
{
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

// Two products of at most 127 * 127 fit into 16 bits, so nothing is cut off on the way to 32.
__attribute__((target("avx2"))) void scan_avx2(const std::int8_t* query, const std::int8_t* rows,
                                               std::size_t row_bytes, std::size_t count,
                                               std::int32_t* products)
{
    const __m256i ones = _mm256_set1_epi16(1);
    for (std::size_t row = 0; row < count; ++row, rows += row_bytes) {
        __m256i sums = _mm256_setzero_si256();
        for (std::size_t i = 0; i < row_bytes; i += sizeof(__m256i)) {
            const __m256i q = load(query + i);
            const __m256i pairs =
                _mm256_maddubs_epi16(_mm256_abs_epi8(q), _mm256_sign_epi8(load(rows + i), q));
            sums = _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, ones));
        }
        products[row] = sum_of(sums);
    }
}

__attribute__((target("avx2,avx512vl,avx512vnni"))) void scan_vnni(const std::int8_t* query,
                                                                   const std::int8_t* rows,
                                                                   std::size_t row_bytes, std::size_t count,
                                                                   std::int32_t* products)
{
    for (std::size_t row = 0; row < count; ++row, rows += row_bytes) {
        __m256i sums = _mm256_setzero_si256();
        for (std::size_t i = 0; i < row_bytes; i += sizeof(__m256i)) {
            const __m256i q = load(query + i);
            sums = _mm256_dpbusd_epi32(sums, _mm256_abs_epi8(q), _mm256_sign_epi8(load(rows + i), q));
        }
        products[row] = sum_of(sums);
    }
}

}  // namespace

scan_kernel avx2_kernel()
{
    return __builtin_cpu_supports("avx2") ? scan_avx2 : nullptr;
}

scan_kernel vnni_kernel()
{
    const bool has_all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512vl") &&
                         __builtin_cpu_supports("avx512vnni");
    return has_all ? scan_vnni : nullptr;
}

#else

scan_kernel avx2_kernel()
{
    return nullptr;
}

scan_kernel vnni_kernel()
{
    return nullptr;
}

#endif

scan_kernel best_kernel()
{
    static const scan_kernel best = [] {
        if (auto* const vnni = vnni_kernel()) return vnni;
        auto* const avx2 = avx2_kernel();
        return avx2 != nullptr ? avx2 : scan_kernel(scan_portable);
    }();
    return best;
}

}  // namespace parley::retrieval
