#include "openai/vector_json.hpp"

#include "base/base64.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace parley::openai {
namespace {

std::string as_bytes(const std::vector<float>& vector)
{
    std::string bytes;
    bytes.reserve(vector.size() * sizeof(float));
    for (const float value : vector) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((bits >> shift) & 0xFFU);
    }
    return bytes;
}

void append_floats(std::string& out, const std::vector<float>& vector)
{
    out += '[';
    for (const float value : vector) {
        std::array<char, 32> digits;
        if (std::isnan(value))
            out += "NaN";
        else
            out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
        out += ',';
    }
    if (out.back() == ',') out.pop_back();
    out += ']';
}

}  // namespace

void append_vector(std::string& out, const std::vector<float>& vector, vector_form as)
{
    if (as == vector_form::floats) return append_floats(out, vector);
    out.append("\"").append(base64(as_bytes(vector))).append("\"");
}

}  // namespace parley::openai
