// Any stream of Responses, cut anywhere: the decoder must not crash, and must tell the same of it.
#include "decoded_answer.hpp"
#include "openai/responses_decoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes)
{
    static parley::openai::response_parser parser;
    return require_the_same_however_it_is_cut<parley::openai::responses_decoder>(parser, data, bytes);
}
