// A transaction that rolls back unless it was committed.
//
// Must not outlive its database. One at a time per connection.
#pragma once

#include "sqlite/database.hpp"

namespace parley::sqlite {

class transaction {
public:
    // `write` takes the file's write lock at once, so that a later statement cannot find it taken;
    // `read` sees one moment of the file until it ends.
    static result<transaction> begin(database& on, access mode);

    transaction(transaction&& other) noexcept : on_(std::exchange(other.on_, nullptr)) {}
    transaction& operator=(transaction&&) = delete;
    ~transaction();

    // Durable when this returns without an error; otherwise nothing of it happened.
    result<void> commit();

private:
    explicit transaction(database& on) : on_(&on) {}

    database* on_;  // null: nothing left to roll back
};

}  // namespace parley::sqlite
