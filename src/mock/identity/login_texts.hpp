// Ids and points in time as login services write them.
#pragma once

#include "mock/identity/login_settings.hpp"
#include "mock/random.hpp"

#include <string>

namespace parley::mock {

using login_time = std::chrono::sys_seconds;

// A UUID of version 4, the same for the same numbers.
std::string make_uuid(random_numbers& from);

// One that belongs to a name, such as the object id of an application that was not told.
std::string uuid_of(std::string_view name);

// `2026-01-31 12:00:00Z`, as Entra's errors say it.
std::string error_time(login_time at);

// What stands in `expires_on`; `form` is neither `usual` nor `missing`.
std::string expiry_text(login_time at, expiry_form form);

}  // namespace parley::mock
