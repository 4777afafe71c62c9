// Pages into chunks of about a thousand characters that can be found and cited by themselves.
//
// The mode called `parley` in the fingerprint: order and page numbers of the text are kept, every
// character that is not blank is in some chunk, no chunk is above the caps of marks.hpp. Pure.
#pragma once

#include "ingest/page.hpp"
#include "retrieval/sqlite/store.hpp"

#include <string_view>
#include <vector>

namespace parley::ingest {

// Mode, constants and how tokens are counted: another value means other chunks.
constexpr std::string_view splitter_fingerprint = "parley-2:1000/1200/500/100:tokens=bytes/3";

std::vector<retrieval::chunk> split(const std::vector<page>& pages, std::string_view document_id);

}  // namespace parley::ingest
