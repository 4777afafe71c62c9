// Terms to numbers from 0, in the order they came: a hash table over one buffer of bytes.
//
// Not thread-safe while it grows; immutable afterwards. At most 2^32 - 2 terms and 4 GB of bytes, which
// a segment never reaches.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::retrieval {

class vocabulary {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    std::uint32_t find(std::string_view term) const;
    std::uint32_t add(std::string_view term);  // the number it has already, or a new one
    std::string_view term(std::uint32_t number) const;
    std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

    void shrink();
    std::size_t memory_bytes() const;

private:
    std::size_t slot_of(std::string_view term) const;
    void grow();

    std::string bytes_;
    std::vector<std::uint32_t> ends_;
    std::vector<std::uint32_t> slots_;  // a power of two of them; `none`: free
};

}  // namespace parley::retrieval
