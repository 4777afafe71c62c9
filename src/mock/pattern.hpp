// A regular expression of a fixture (ECMAScript), compiled once.
//
// Boost's, not the standard library's: that one recurses once per character, and a long message ends the
// process. Limits: texts up to 1 MiB; a search that takes too many steps finds nothing.
#pragma once

#include "base/error.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace parley::mock {

class pattern {
public:
    // errc::invalid_input with what is wrong.
    static result<std::shared_ptr<const pattern>> compile(const std::string& text);

    bool is_in(std::string_view text) const;

    // The whole match, then its groups; nothing when it is not in the text.
    std::optional<std::vector<std::string>> groups_in(std::string_view text) const;

    ~pattern();

private:
    struct compiled;
    explicit pattern(std::unique_ptr<compiled> made);
    std::unique_ptr<compiled> compiled_;
};

}  // namespace parley::mock
