#include "mock/wire/ids.hpp"

#include "mock/random.hpp"

namespace parley::mock {

std::string make_id(std::string_view prefix, std::size_t letters, id_seed from, std::uint64_t salt)
{
    // 64 of them, so that six bits are one letter; the two extra ones are letters again.
    static constexpr std::string_view alphabet =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZxX";
    constexpr int letters_of_one_number = 10;
    random_numbers random(from.seed + salt, from.number);
    std::string id;
    id.reserve(prefix.size() + letters);
    id += prefix;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < letters; ++i) {
        if (i % letters_of_one_number == 0) bits = random.next();
        id += alphabet[bits & 63U];
        bits >>= 6U;
    }
    return id;
}

}  // namespace parley::mock
