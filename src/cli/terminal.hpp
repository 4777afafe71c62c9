// What a stream of ours can show to whoever reads it.
#pragma once

namespace parley::cli {

// Whether it leads to a terminal that can move its cursor and show colours.
bool is_terminal(int descriptor);

}  // namespace parley::cli
