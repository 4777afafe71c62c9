// What answers of both APIs hold, read with one function each: usage, errors, filter findings, citations.
//
// Names of both APIs are understood wherever they come.
#pragma once

#include "openai/chat_piece.hpp"
#include "openai/detail/json_reader.hpp"
#include "openai/detail/problem.hpp"

namespace parley::openai {

error_code read_usage(ondemand::value& value, std::optional<usage>& used);

// `error` is an object, a string, or (to say that there is none) null or false.
error_code read_refusal(json_reader& reader, ondemand::value& value, std::optional<refusal_facts>& refused);

// Of a `content_filter_results`, what is worth telling.
error_code read_findings(json_reader& reader, ondemand::value& value, filter_finding::place where,
                         std::vector<filter_finding>& found);

// Flat, as in Responses, or with the details one level deeper, as in Chat Completions.
error_code read_citation(json_reader& reader, ondemand::value& value, citation& cited);

}  // namespace parley::openai
