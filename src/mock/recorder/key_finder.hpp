// Finds what must not be in a recording: the credentials that came with a request, what is masked of it, and
// what looks like a key.
//
// Stricter than redact.hpp about what a key is, as each find changes an answer that is to be replayed: known
// beginnings (`sk-…`, JSON web tokens, GitHub, AWS), and long runs of letters and digits behind a name such
// as `api_key`. What is known of a request is also found behind the escapes of JSON, which every language
// sets in its own way.
#pragma once

#include "base/secret.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley::mock {

class key_finder {
public:
    key_finder() = default;

    // Knows the credentials in the headers and in the query of a request, and finds them wherever they are.
    explicit key_finder(const http::request& asked);

    // Texts of the request that are masked. In answers they are keys, too, unless they are short: those would
    // be found in any answer.
    void add_masked(const std::vector<std::string>& texts);

    // However short what is masked is.
    bool has_masked(std::string_view text) const;

    bool has_key(std::string_view text) const;

    // Each key becomes `***`; the rest stays as it is, byte for byte, but in strings of JSON that said one
    // with escapes.
    std::string without_keys(std::string_view text) const;

private:
    std::size_t known_bytes_at(std::string_view text) const;
    std::size_t key_bytes_at(std::string_view text, std::size_t at) const;
    bool has_known_behind_escapes(std::string_view text) const;
    std::string without_keys(std::string_view text, std::size_t levels) const;

    void add_known(std::string_view value);

    // By their first bytes; of each list the longest first, as one may begin with another.
    std::unordered_map<std::uint64_t, std::vector<secret>> known_;
    std::vector<secret> masked_;
};

}  // namespace parley::mock
