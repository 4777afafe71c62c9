// A random UUID (RFC 9562, version 4) out of the machine's random bytes.
#pragma once

#include "identity/host.hpp"

namespace parley::identity {

std::string random_uuid(const host& machine);

}  // namespace parley::identity
