// HAR 1.2, as the developer tools of browsers and proxies write it, to requests and their answers.
//
// Bodies in it are decoded: the headers that say how they travelled do not count. When each event of a stream
// came is not in it, only when the first did. Pure functions.
#pragma once

#include "mock/recorder/imported.hpp"

#include <boost/json/object.hpp>

namespace parley::mock {

// `log` is the member of that name.
imported_file read_har(const boost::json::object& log, const std::string& file,
                       const import_settings& settings);

}  // namespace parley::mock
