// A small vocabulary for tests: every byte, then a few longer tokens in the order they are joined.
#pragma once

#include "base/base64.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace parley::rag {

inline std::string vocabulary_file(std::initializer_list<std::string_view> longer = {})
{
    std::string file;
    std::size_t rank = 0;
    const auto add = [&](std::string_view token) {
        file += base64(token) + " " + std::to_string(rank++) + "\n";
    };
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        add({&c, 1});
    }
    for (const auto token : longer) add(token);
    return file;
}

}  // namespace parley::rag
