#include "retrieval/lexical/vocabulary.hpp"

#include <functional>

namespace parley::retrieval {

std::uint32_t vocabulary::find(std::string_view term) const
{
    return slots_.empty() ? none : slots_[slot_of(term)];
}

std::uint32_t vocabulary::add(std::string_view term)
{
    if (ends_.size() * 4 >= slots_.size() * 3) grow();
    const std::size_t slot = slot_of(term);
    if (slots_[slot] == none) {
        slots_[slot] = size();
        bytes_ += term;
        ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    return slots_[slot];
}

std::string_view vocabulary::term(std::uint32_t number) const
{
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
}

void vocabulary::shrink()
{
    bytes_.shrink_to_fit();
    ends_.shrink_to_fit();
}

std::size_t vocabulary::memory_bytes() const
{
    return bytes_.capacity() + (ends_.capacity() + slots_.capacity()) * sizeof(std::uint32_t);
}

// Where `term` is, or the free slot where it belongs.
std::size_t vocabulary::slot_of(std::string_view wanted) const
{
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = std::hash<std::string_view>()(wanted) & mask;
    while (slots_[slot] != none && term(slots_[slot]) != wanted) slot = (slot + 1) & mask;
    return slot;
}

void vocabulary::grow()
{
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, none);
    for (std::uint32_t number = 0; number < size(); ++number) slots_[slot_of(term(number))] = number;
}

}  // namespace parley::retrieval
