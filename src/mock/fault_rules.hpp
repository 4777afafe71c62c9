// Faults that are not written in a fixture: set by the control plane for some of the requests, or asked for
// by one request with the header `X-Mock-Fault`.
//
// Belongs to one loop. The same seed and requests meet the same faults.
#pragma once

#include "mock/fixtures/document.hpp"
#include "mock/match.hpp"

namespace parley::mock {

struct fault_rule {
    conditions when = {};
    double rate = 1;                        // of the requests that match
    std::optional<std::size_t> times = {};  // then it is over; none: goes on
    std::optional<fault> failure = {};      // either this
    std::optional<error_reply> error = {};  // or this
};

struct rules_read {
    std::vector<fault_rule> rules = {};
    std::vector<mistake> mistakes = {};
};

// A list of `{when, rate, times, fault}` or `{…, error: {status, …}}`, as YAML or JSON.
rules_read read_fault_rules(std::string_view text, const std::string& file);

class fault_rules {
public:
    explicit fault_rules(std::uint64_t seed) : seed_(seed) {}

    void replace(std::vector<fault_rule> rules);
    std::size_t size() const { return rules_.size(); }

    // A sentence for each rule that no request has met, though it was for all that fit.
    std::vector<std::string> never_fired() const;

    // The first rule that applies; counts it. Valid until the rules are replaced.
    const fault_rule* pick(const facts& about, std::uint64_t number);

private:
    std::uint64_t seed_;
    std::vector<fault_rule> rules_;
    std::vector<std::size_t> fired_;
};

// `to` with the fault, or the error in its place.
std::shared_ptr<const reply> with_fault(const std::shared_ptr<const reply>& to, const fault_rule& rule);

}  // namespace parley::mock
