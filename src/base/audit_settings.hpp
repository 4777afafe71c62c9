// The rows of the settings table that `parley audit` alone takes. Read through settings.hpp.
#pragma once

#include "base/settings.hpp"

namespace parley {

std::span<const setting> audit_settings();

}  // namespace parley
