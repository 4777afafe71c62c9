// The body of a chat request, in either form: JSON, or the form with files of dialect C.
//
// The form is `multipart/form-data` with a part `json` and parts `messages[i].files[j]`. Files are read as
// text, behind what their message says; one that is no text is refused by name.
#pragma once

#include "http/message.hpp"

#include <boost/json/object.hpp>

namespace parley::server {

bool is_chat_form(const http::request& request);

// As the JSON of the request without files would be. A form that a page of another site sent is refused:
// unlike JSON, its browser asks nobody whether it may.
result<boost::json::object> read_chat_body(const http::request& request);

}  // namespace parley::server
