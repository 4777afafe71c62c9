// Counts tokens as a model does, with the model's own vocabulary: byte pair encoding.
//
// Pure and immutable: one is shared by all loops. Special tokens count as the text that they are.
#pragma once

#include "base/error.hpp"
#include "rag/word_pieces.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace parley::rag {

class vocabulary {
public:
    // From a file in tiktoken's form: a token in Base64, a space and its rank on each line.
    // errc::invalid_input with the line, and when a single byte is missing: not every text could be counted
    // then.
    static result<std::shared_ptr<const vocabulary>> parse(std::string_view file, cutting how);

    // Exact for what people write; a run of letters or signs of more than 256 bytes is counted in parts, so
    // that no text can make this slow.
    std::size_t count(std::string_view text) const;

    // The whole words at the front that are within so many tokens; of a first word that alone has more, what
    // is surely within them.
    std::string_view prefix(std::string_view text, std::size_t tokens_max) const;

private:
    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view token) const { return std::hash<std::string_view>()(token); }
    };

    explicit vocabulary(cutting how) : how_(how) {}

    result<void> add(std::string_view line);
    std::size_t count_word(std::string_view word) const;
    std::size_t count_part(std::string_view part) const;
    std::uint32_t rank_of(std::string_view token) const;

    cutting how_;
    std::unordered_map<std::string, std::uint32_t, hash, std::equal_to<>> ranks_;
};

}  // namespace parley::rag
