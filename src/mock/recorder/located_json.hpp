// JSON of a file, or the line on which it is none.
#pragma once

#include "mock/fixtures/document.hpp"

#include <boost/json/value.hpp>

#include <optional>

namespace parley::mock {

struct located_json {
    boost::json::value value = {};
    std::optional<mistake> wrong = {};
};

// `first_line` is that of the beginning of `text` in `file`. Limit: 1,000 levels.
located_json parse_located(std::string_view text, const std::string& file, std::size_t first_line = 1);

// Members of objects as they are in files of others: absent ones, and those of another type, are empty.
const boost::json::object* object_in(const boost::json::object& from, std::string_view name);
const boost::json::array* list_in(const boost::json::object& from, std::string_view name);
std::optional<std::string_view> text_in(const boost::json::object& from, std::string_view name);
std::optional<double> number_in(const boost::json::object& from, std::string_view name);

}  // namespace parley::mock
