// One line of Markdown prose as a reader sees it: links as their text, no emphasis or code marks.
#pragma once

#include <string>
#include <string_view>

namespace parley::ingest {

std::string inline_text(std::string_view markdown);

}  // namespace parley::ingest
