// The engines that are compared, behind one face: ours, SQLite's FTS5, Xapian.
//
// All remove the same stop words from queries, stem English, use BM25 with k1 = 1.2 and b = .75, and any
// word may match.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace parley::bench {

class search_engine {
public:
    virtual ~search_engine() = default;
    virtual std::string_view name() const = 0;
    virtual void add(std::int64_t number, const std::string& text) = 0;
    virtual void finish() = 0;                                                  // searchable from here on
    virtual std::size_t search(const std::string& query, std::size_t top) = 0;  // how many were found
    virtual std::size_t memory_bytes() const { return 0; }                      // 0: not known
};

std::unique_ptr<search_engine> make_our_engine();
std::unique_ptr<search_engine> make_fts5_engine(const std::filesystem::path& folder);
std::unique_ptr<search_engine> make_xapian_engine(const std::filesystem::path& folder);

}  // namespace parley::bench
