// Which parser a file is for, by its extension and its first bytes. Reads nothing itself.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace parley::ingest {

enum class file_kind { pdf, html, markdown, text, unknown };

// Every extension that is read, each with its dot.
std::span<const std::string_view> known_extensions();

// By extension alone, without regard to case.
file_kind kind_of(const std::filesystem::path& path);

std::string_view media_type_of(file_kind kind);

// A name for what the bytes are when they cannot be what the extension says ("a PNG image"), else empty.
std::string_view contradiction(file_kind expected, std::string_view first_bytes);

// How many bytes `contradiction` wants to see.
constexpr std::size_t first_bytes_wanted = 1024;

}  // namespace parley::ingest
