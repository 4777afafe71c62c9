// What browsers are told of a visitor, whatever protocol they speak.
#pragma once

#include "audit/page/plan.hpp"

#include <boost/json/array.hpp>

#include <set>
#include <string>
#include <string_view>

namespace parley::audit {

// What is said of a visitor, and where.
struct introduction {
    std::string origin;  // empty: nothing is said
    visitor who;
    std::set<std::string> logins;      // requests that were given the password
    bool is_blank_everywhere = false;  // every address shows an empty page, without being asked for
};

// Whether requests have to stop at us, since they are to say more than the page makes them say.
bool wants_requests(const visitor& who);
bool is_nobody(const visitor& who);

// Scheme, host and port of the page, which alone is told: as a browser has them, but for hosts in other
// letters.
std::string told_origin(std::string_view address);

// A host in other letters: only the browser knows how it spells it.
bool is_spelled_by_browsers(std::string_view origin);

// Expressions for tab::evaluate: the browser's own spelling, and local storage with these items {name, value}
// and no others.
std::string origin_script(std::string_view address);
std::string store_script(const boost::json::array& items);

// Whether a header of the visitor stands in place of this one.
bool is_replaced(const visitor& who, std::string_view header);

}  // namespace parley::audit
