// What a test says must have been asked of the mock, checked against its journal.
//
// No I/O. A request whose body the journal kept only in part, or forgot, makes the check fail, not pass.
#pragma once

#include "mock/fixtures/document.hpp"
#include "mock/journal.hpp"
#include "mock/wire/request_reader.hpp"

namespace parley::mock {

struct expectation {
    std::string name = {};
    conditions when = {};
    std::size_t at_least = 1;
    std::optional<std::size_t> at_most = {};
};

struct expectations {
    enum class order {
        any,
        as_listed
    } in = order::any;                      // as_listed: the first match of each comes in this order
    std::optional<std::string> scope = {};  // none: requests of all
    std::vector<expectation> list = {};
};

struct expectations_read {
    expectations wanted = {};
    std::vector<mistake> mistakes = {};
};

// `{expect: [{when, calls | at_least | at_most, name}], in_order, scope}`, as YAML or JSON.
expectations_read read_expectations(std::string_view text, const std::string& file);

// One sentence for each that does not hold; none: all do.
std::vector<std::string> check(const expectations& wanted, const journal& kept,
                               const reader_settings& reading);

}  // namespace parley::mock
