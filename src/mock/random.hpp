// Numbers that look random and are the same for the same seed, in eight bytes of state.
//
// SplitMix64 (Steele, Lea, Flood 2014). Not for secrets: ids, waits and words of the mock.
#pragma once

#include <cstdint>

namespace parley::mock {

constexpr std::uint64_t mixed(std::uint64_t bits)
{
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31U);
}

class random_numbers {
public:
    // Two seeds, so that every request of a run has its own row of numbers.
    constexpr explicit random_numbers(std::uint64_t seed, std::uint64_t number = 0)
        : state_(mixed(seed + 0x9e3779b97f4a7c15ULL) ^ mixed(number * 0xd1342543de82ef95ULL + 1))
    {
    }

    constexpr std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15ULL); }

    // In [0, 1).
    constexpr double fraction() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

private:
    std::uint64_t state_;
};

}  // namespace parley::mock
