// Which fixture answers a request, and with which of its replies; or why none does.
//
// Keeps count per scope (X-Mock-Scope), so that tests in parallel have sequences of their own. Belongs to one
// loop. Limits: 1024 scopes at a time; a request beyond is a miss that says so.
#pragma once

#include "mock/match.hpp"

#include <map>
#include <set>
#include <variant>

namespace parley::mock {

// Fixtures in the order in which they are tried: by rank, then as they stand in the files. Never changed.
class fixture_set {
public:
    fixture_set() = default;
    explicit fixture_set(std::vector<fixture> list);

    const std::vector<fixture>& in_order() const { return list_; }
    const rank& rank_at(std::size_t position) const { return ranks_[position]; }

    // Whether one is meant for this endpoint by name.
    bool names(endpoint at) const;

    // Differs when a file of them does, by as much as a space.
    std::string hash() const;

private:
    std::vector<fixture> list_;
    std::vector<rank> ranks_;
};

enum class ties { refused, first_wins };

struct matcher_settings {
    ties equals = ties::refused;         // two fixtures of equal rank that both match
    std::size_t same_in_a_row_max = 25;  // identical requests that fixtures answer, not defaults; 0: any
    // What is answered when no fixture matches; none: a miss.
    std::optional<default_settings> otherwise = {};
};

struct found_reply {
    std::string fixture;  // its name; empty: the default
    std::shared_ptr<const reply> says;
    std::string warning = {};  // of a tie
};

struct miss {
    enum class why {
        no_match,
        used_up,
        tie,
        loop,
        too_many_scopes,
        bad_fault,  // one that is asked for and cannot be
        bad_latency,
        misfit,  // the reply is for another endpoint
    } because = why::no_match;
    std::string sentence;      // what is wrong and what to do
    std::string nearest = {};  // name of the fixture that came nearest, or that is meant
    std::vector<difference> differs = {};
};
std::string_view name_of(miss::why because);

using decision = std::variant<found_reply, miss>;

class matcher {
public:
    matcher(std::shared_ptr<const fixture_set> fixtures, matcher_settings settings);

    // `body_hash` tells identical requests. Counts the request.
    decision decide(const asked& asking, std::size_t body_hash);

    // Counts stay with fixtures of the same name; of the others nothing is known any more.
    void replace(std::shared_ptr<const fixture_set> fixtures);
    void reset();                          // all counts, of every scope
    void reset(const std::string& scope);  // of one; what `calls_of` tells stays

    std::size_t requests_of(const std::string& scope) const;  // which `nth` counts, since they were reset
    const fixture_set& fixtures() const { return *fixtures_; }
    std::size_t calls_of(const std::string& fixture) const;    // in all scopes, since all were reset
    bool was_called_before(const std::string& fixture) const;  // it was called, and all were reset since
    bool was_used(const std::string& fixture) const;           // since it is there

private:
    struct scope_state {
        std::map<std::string, std::size_t, std::less<>> used;  // by fixture
        std::size_t requests = 0;
        std::size_t last_body = 0;
        std::size_t same_in_a_row = 0;  // of them, those that a fixture answered
    };

    decision answer_with(const fixture& chosen, scope_state& scope, const facts& about, std::string warning);
    miss explain(const facts& about) const;

    std::shared_ptr<const fixture_set> fixtures_;
    matcher_settings settings_;
    std::map<std::string, scope_state, std::less<>> scopes_;
    std::map<std::string, std::size_t, std::less<>> calls_;
    std::set<std::string, std::less<>> called_before_;
    std::set<std::string, std::less<>> ever_used_;
};

}  // namespace parley::mock
