// What to say of a path that is none of a model's API: which one was meant, or which there are.
#pragma once

#include <string>
#include <string_view>

namespace parley::mock {

// One sentence; `path` is one that `read_model_path` does not know.
std::string unknown_path_sentence(std::string_view path);

}  // namespace parley::mock
