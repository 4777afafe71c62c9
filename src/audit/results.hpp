// What axe-core says of one page, read from its JSON (axe-core doc/API.md, "Results Object").
//
// Lenient where axe and its plugins are: a member that is missing, null or of another type is empty. The
// whole JSON stays, in axe's order of keys, for reports that hand it on.
#pragma once

#include "base/error.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::audit {

enum class impact { none, minor, moderate, serious, critical };  // by weight; none: axe gave none

std::string_view name_of(impact weight);  // "none", "minor", …

// Nothing for a name that axe does not have.
std::optional<impact> impact_named(std::string_view name);

// An element.
struct node {
    std::vector<std::string> target;    // a selector per frame, outermost first; through shadow roots " >>> "
    std::string html;                   // as axe cut it
    std::vector<std::string> messages;  // of the checks that failed: those of all, any, none in this order
    std::string failure_summary;
};

// A rule and the elements it is about.
struct finding {
    std::string rule;
    std::string description;
    std::string help;
    std::string help_url;
    impact weight = impact::none;
    std::vector<std::string> tags;
    std::vector<node> nodes;
};

struct page_results {
    boost::json::object json;
    std::string url;
    std::string engine_version;
    std::vector<finding> violations;
    std::vector<finding> incomplete;  // a person has to look
    std::vector<finding> passes;
    std::vector<finding> inapplicable;
};

// errc::malformed when `text` is no JSON object or has no list of violations; too deep a nesting, too.
result<page_results> read_results(std::string_view text);

}  // namespace parley::audit
