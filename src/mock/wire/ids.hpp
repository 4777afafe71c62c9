// Ids as the services make them, the same for the same seed and request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::mock {

// Which answer of which run: ids are drawn from both.
struct id_seed {
    std::uint64_t seed = 0;
    std::uint64_t number = 0;
};

// `prefix` and so many letters and digits. `salt` tells ids of one answer apart.
std::string make_id(std::string_view prefix, std::size_t letters, id_seed from, std::uint64_t salt = 0);

inline std::string make_completion_id(id_seed from)
{
    return make_id("chatcmpl-", 29, from);
}

inline std::string make_call_id(id_seed from, std::size_t call)
{
    return make_id("call_", 24, from, 100 + call);
}

}  // namespace parley::mock
