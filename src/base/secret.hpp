// A string that must not be shown: it prints as `***` and gives itself up only by name.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace parley {

class secret {
public:
    secret() = default;
    explicit secret(std::string value) : value_(std::move(value)) {}

    bool empty() const { return value_.empty(); }

    // The one way out, named so that a reader of the call sees what happens.
    const std::string& reveal() const { return value_; }

private:
    std::string value_;
};

inline std::ostream& operator<<(std::ostream& out, const secret&)
{
    return out << "***";
}

}  // namespace parley
