// The form that an answer is to have: any text, any JSON, or JSON of a schema. Both APIs write it
// differently.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// The value of `response_format` (chat) and of `text.format` (Responses). Messages are to be read before.
complaint read_response_format(const boost::json::value& format, asked& what);
complaint read_text_format(const boost::json::value& format, asked& what);

}  // namespace parley::mock
