// The members of a JSON object that came with a request, each checked when it is read.
//
// A member that is not what it must be is errc::invalid_input with a sentence that names it. Null is the same
// as absent, as clients send it.
#pragma once

#include "base/error.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parley::server {

// errc::invalid_input
error invalid(std::string detail);

class json_members {
public:
    // `of` outlives it. `where` stands in front of names in sentences, such as `overrides.`.
    explicit json_members(const boost::json::object& of, std::string where = {})
        : of_(of), where_(std::move(where))
    {
    }

    std::string name_of(std::string_view key) const { return where_ + std::string(key); }

    // Null when it is absent.
    const boost::json::value* find(std::string_view key) const;

    result<std::optional<bool>> flag(std::string_view key) const;
    result<std::optional<double>> number(std::string_view key) const;
    result<std::optional<double>> number(std::string_view key, double least, double most) const;
    result<std::optional<std::int64_t>> whole_number(std::string_view key, std::int64_t least,
                                                     std::int64_t most) const;
    result<std::string> text(std::string_view key) const;            // empty when it is absent
    result<boost::json::object> object(std::string_view key) const;  // empty when it is absent

private:
    const boost::json::object& of_;
    std::string where_;
};

}  // namespace parley::server
