// What is kept of a key: enough to tell keys apart, not enough to use one.
//
// The reader of requests and the conditions of fixtures (`api_key`) both come here; so do the texts of
// fixture files, to tell whether two runs had the same.
#pragma once

#include <string>
#include <string_view>

namespace parley::mock {

// Twelve hex digits of its SHA-256; empty for an empty key.
std::string key_hash(std::string_view key);

}  // namespace parley::mock
