// Scalar products of one row of small numbers with many: what a search of vectors spends its time on.
//
// Every kernel gives the same integers; which one is quickest depends on the processor we run on.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::retrieval {

// Rows are padded with zeros to a multiple of this.
inline constexpr std::size_t row_alignment = 32;

// `query` is `row_bytes` long, `rows` holds `count` of that length, one after the other; no number is -128.
using scan_kernel = void (*)(const std::int8_t* query, const std::int8_t* rows, std::size_t row_bytes,
                             std::size_t count, std::int32_t* products);

// Plain C++, for any processor.
void scan_portable(const std::int8_t* query, const std::int8_t* rows, std::size_t row_bytes,
                   std::size_t count, std::int32_t* products);

// Null where the processor, or the compiler's target, has no such instructions.
scan_kernel avx2_kernel();
scan_kernel vnni_kernel();

// The quickest one of this machine.
scan_kernel best_kernel();

}  // namespace parley::retrieval
