// What a run of the mock came to: written at its end, and shown by the control plane at any time.
//
// Everything that must not pass for a success is a sentence in `problems`. No I/O.
#pragma once

#include "mock/matcher.hpp"

#include <boost/json/object.hpp>

#include <functional>

namespace parley::mock {

struct run_counts {
    std::size_t requests = 0;
    std::size_t answered = 0;
    std::size_t defaulted = 0;
    std::size_t listings = 0;  // of those, lists of models that no fixture gave
    std::size_t refused = 0;   // as the real service refuses
    std::size_t missed = 0;
    std::size_t passed_on = 0;  // to a real model
    std::size_t recorded = 0;   // of those, what became a reply of a fixture
    std::size_t logins = 0;     // requests for a token, or about tokens
    std::size_t ties = 0;
    std::size_t loops = 0;
    std::size_t readers_left = 0;
    std::uint64_t bytes = 0;
    std::uint64_t writes = 0;
    std::uint64_t late_writes = 0;
};

struct run_rules {
    enum class idle { is_problem, is_fine } without_requests = idle::is_problem;
    enum class unused { is_problem, is_fine } unused_fixtures = unused::is_fine;
    // Of the reader of requests; what fixtures, faults, limits and tokens refuse was asked for.
    enum class refused { is_problem, is_fine } refused_requests = refused::is_problem;
};

// As sentences count calls: "once", "2 times".
std::string times(std::size_t count);

struct receipt {
    run_counts counts = {};
    std::string fixtures_hash = {};
    std::vector<std::pair<std::string, std::size_t>> calls = {};  // by fixture, in order of the files
    std::vector<std::string> unused = {};
    std::vector<std::string> problems = {};
};

// `first_misses` are sentences of the first that were missed; not all of them, for shortness.
receipt make_receipt(const run_counts& counts, const matcher& by,
                     const std::vector<std::string>& first_misses, run_rules rules);

// A sentence for each fixture whose `calls` did not come. One that was called before all counts were reset,
// and not since, has been judged then.
std::vector<std::string> wrong_calls(const matcher& by, const std::function<bool(const fixture&)>& of);

// What is to be said of fixtures before `next` takes their place: calls that did not come to those that go,
// or that expect none any more; and those that go without ever having been used, where that is a problem.
std::vector<std::string> problems_of_leaving(const matcher& by, const fixture_set& next, run_rules rules);

boost::json::object to_json(const receipt& from);

}  // namespace parley::mock
