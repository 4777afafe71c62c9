// Whether the conditions of a fixture hold for a request; and if not, what stands against it.
//
// Pure functions.
#pragma once

#include "mock/fixture.hpp"

#include <memory>
#include <tuple>
#include <vector>

namespace parley::mock {

// What is looked at again and again in one request, found once. `of` outlives it.
class facts {
public:
    // `nth`: which request this is in its scope, from 1.
    facts(const asked& of, std::size_t nth);

    const asked& of() const { return of_; }
    std::size_t nth() const { return nth_; }
    std::size_t turn() const { return turn_; }
    const std::string& last_user() const;  // empty: there is none
    const std::string& last_role() const;
    const std::string& system() const;  // all system and developer texts, by newlines
    const std::string& body_hash(const std::vector<std::string>& ignoring) const;
    std::string messages_hash() const;  // twelve hex digits
    const said* last() const { return of_.messages.empty() ? nullptr : &of_.messages.back(); }

private:
    const asked& of_;
    std::size_t nth_;
    std::size_t turn_ = 0;
    const said* last_user_ = nullptr;
    mutable std::optional<std::string> system_;
    mutable std::optional<body_condition> body_;  // the last that was asked for
};

std::string_view name_of(endpoint at);

// What a condition wanted and what came instead, both shortened.
struct difference {
    std::string field;
    std::string wanted;
    std::string got;
};

bool holds(const conditions& when, const facts& about);

// Those that do not hold, in the order of fixture files.
std::vector<difference> differences(const conditions& when, const facts& about);

// The groups of the first regular expression that has any, the whole match first.
std::vector<std::string> captures(const conditions& when, const facts& about);

// How much a fixture asks for: more conditions first, then how exact their texts are.
struct rank {
    std::size_t conditions = 0;
    std::size_t exactness = 0;

    bool operator==(const rank&) const = default;
    bool operator<(const rank& other) const
    {
        return std::tie(conditions, exactness) < std::tie(other.conditions, other.exactness);
    }
};
rank rank_of(const conditions& when);

// White space runs become one space, case is folded (Unicode), ends are trimmed.
std::string normalised(std::string_view text);

}  // namespace parley::mock
