// What the answers of the control plane have in common.
#pragma once

#include "http/message.hpp"
#include "mock/fixtures/document.hpp"

#include <boost/json/value.hpp>

#include <optional>

namespace parley::mock {

http::response control_answer(const boost::json::value& body, unsigned status = 200);

// 409: what was wanted would do nothing, as a real model answers every request.
http::response control_idle();

// `{"error": "sentence"}`
http::response control_problem(unsigned status, std::string_view sentence);

// 400, with one line for each mistake.
http::response control_mistakes(const std::vector<mistake>& list);

// Which scope a request is about: `?scope=`, or else X-Mock-Scope, as a test sends it with all its requests.
std::optional<std::string> asked_scope(const http::request& from);

}  // namespace parley::mock
