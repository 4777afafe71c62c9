#include "audit/engine/axe.hpp"

namespace parley::audit {

std::string version_of_axe(std::string_view source)
{
    constexpr std::string_view mark = "/*! axe v";
    const auto found = source.substr(0, 1024).find(mark);
    if (found == std::string_view::npos) return {};
    const auto version = source.substr(found + mark.size());
    return std::string(version.substr(0, version.find_first_of(" \r\n*")));
}

}  // namespace parley::audit
