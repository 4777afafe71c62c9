// Fixture files of aimock (`{"fixtures": [{"match": …, "response": …}]}`) to items of a fixture file of ours.
//
// What has no equivalent is refused by its name, and with it the fixture that needs it. There the first that
// matches answers; here the one with more conditions does. Pure functions.
#pragma once

#include "mock/recorder/imported.hpp"

#include <boost/json/array.hpp>

namespace parley::mock {

// `list` is the member `fixtures`.
imported_file read_aimock(const boost::json::array& list, const std::string& file);

}  // namespace parley::mock
