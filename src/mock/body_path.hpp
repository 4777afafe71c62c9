// Which members of a request's JSON: `user`, `metadata.*`, `messages.*.content`, or `/metadata/a.b`.
//
// What a recording masks, and what the hash of a body leaves out. Steps are names of members or numbers of
// items, from 0; `*` is each of them. Pure functions.
#pragma once

#include "base/error.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::mock {

struct body_path {
    std::string text;  // as it was written
    std::vector<std::string> steps;

    bool operator==(const body_path&) const = default;
};

// With dots between the steps; or, for names that hold dots, as a JSON pointer (RFC 6901), which begins with
// a slash. errc::invalid_input says what was meant.
result<body_path> read_body_path(std::string_view text);

// Where one is on the way down a JSON value, as far as paths lead there. The paths outlive it.
class path_cursor {
public:
    explicit path_cursor(const std::vector<body_path>& paths);

    path_cursor below(std::string_view name) const;
    path_cursor below(std::size_t item) const;

    // One of the paths names what is here, with all that is in it.
    bool is_named() const;

private:
    path_cursor() = default;

    std::vector<std::span<const std::string>> rest_;
};

// The texts and numbers, as text, of all that is named.
std::vector<std::string> texts_at(const std::vector<body_path>& paths, const boost::json::value& in);

}  // namespace parley::mock
