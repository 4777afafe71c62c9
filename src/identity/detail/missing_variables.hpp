// Collects which variables a credential needs and the environment lacks, to name them all at once.
#pragma once

#include "identity/host.hpp"

namespace parley::identity {

class missing_variables {
public:
    explicit missing_variables(const host& machine) : machine_(machine) {}

    // The option, or else the variable; empty and remembered when there is neither.
    std::string or_variable(const std::string& option, const std::string& name)
    {
        if (!option.empty()) return option;
        auto value = machine_.variable(name);
        if (!value) names_ += (names_.empty() ? "" : ", ") + name;
        return std::move(value).value_or("");
    }

    void add(const std::string& words) { names_ += (names_.empty() ? "" : ", ") + words; }

    // errc::credential_unavailable when something is missing.
    std::optional<error> problem() const
    {
        if (names_.empty()) return std::nullopt;
        return error{errc::credential_unavailable, "not set: " + names_};
    }

private:
    const host& machine_;
    std::string names_;
};

}  // namespace parley::identity
