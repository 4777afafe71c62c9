// A vector as the answer to a request for embeddings carries it. For those who serve them.
#pragma once

#include <string>
#include <vector>

namespace parley::openai {

enum class vector_form { floats, base64 };

// A list of numbers, the shortest that read back as they are; or a string: the base64 of little-endian
// IEEE 754, as the official clients ask for it.
void append_vector(std::string& out, const std::vector<float>& vector, vector_form as);

}  // namespace parley::openai
