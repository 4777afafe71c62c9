// Takes out of a text what looks like a key, before anybody sees it: bearer tokens, `sk-…`, JSON web tokens,
// and values of members and parameters that are named like one.
#pragma once

#include <string>
#include <string_view>

namespace parley::mock {

// Each becomes `***`. Reads the text once; what is no secret stays as it is, byte for byte.
std::string redacted(std::string_view text);

// Names and values as forms and queries send them, without the values that prove who asks.
std::string redacted_form(std::string_view body);

// Of a header whose value is never kept: authorization, api-key, cookie and their like.
bool is_credential(std::string_view header_name);

}  // namespace parley::mock
