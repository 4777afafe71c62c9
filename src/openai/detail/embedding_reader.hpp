// Reads the answer to one request for embeddings: numbers or Base64, in any order. No I/O.
#pragma once

#include "base/error.hpp"
#include "openai/detail/json_reader.hpp"
#include "openai/detail/problem.hpp"

namespace parley::openai {

struct embedding_batch {
    std::vector<std::vector<float>> vectors;  // by index, all of one length, every value finite
    std::int64_t prompt_tokens = 0;
    std::optional<refusal_facts> refused = {};  // told with status 200; then there are no vectors
};

class embedding_reader {
public:
    // `count` vectors are expected: fewer, more or the same one twice is errc::malformed.
    result<embedding_batch> read(std::string body, std::size_t count);

private:
    error_code read_data(ondemand::value& data);
    error_code read_item(ondemand::value& item);
    error_code read_vector(ondemand::value& value, std::vector<float>& vector);
    result<void> check() const;
    void complain(std::string what);

    json_reader json_;
    std::string text_;  // of one vector, for its memory
    embedding_batch batch_;
    std::size_t items_ = 0;
    std::optional<std::string> complaint_;  // the first thing that is wrong though it is JSON
};

// Little-endian 32-bit floats as standard Base64 with padding; false when it is anything else.
bool decode_floats(std::string_view base64, std::vector<float>& to);

}  // namespace parley::openai
