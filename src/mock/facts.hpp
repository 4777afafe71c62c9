// What fixtures look at in one request, found once.
#pragma once

#include "mock/fixture.hpp"

namespace parley::mock {

// `of` outlives it.
class facts {
public:
    // `nth`: which request this is in its scope, from 1.
    facts(const asked& of, std::size_t nth);

    const asked& of() const { return of_; }
    std::size_t nth() const { return nth_; }
    std::size_t turn() const { return turn_; }
    const std::string& last_user() const;  // empty: there is none
    const std::string& last_role() const;
    const std::string& system() const;  // all system and developer texts, by newlines
    const std::string& body_hash(const std::vector<body_path>& ignoring) const;
    std::string messages_hash() const;  // twelve hex digits
    const said* last() const { return of_.messages.empty() ? nullptr : &of_.messages.back(); }

private:
    const asked& of_;
    std::size_t nth_;
    std::size_t turn_ = 0;
    const said* last_user_ = nullptr;
    mutable std::optional<std::string> system_;
    mutable std::optional<body_condition> body_;  // the last that was asked for
};

std::string_view name_of(endpoint at);

}  // namespace parley::mock
