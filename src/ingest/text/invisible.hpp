// Characters that cannot be seen: some shape what stands in front of them, and all can hide text from a
// reader that a model would still read.
//
// Pure.
#pragma once

namespace parley::ingest {

bool is_invisible(char32_t c);

// Whether this joiner or variation selector changes how `before` is written. What is kept so can hide
// nothing: none is kept after another, but the joiner of two emoji after the selector of the first. `after`
// is 0 at the end.
bool shapes(char32_t invisible, char32_t before, char32_t after);

}  // namespace parley::ingest
