#include "openai/detail/embedding_reader.hpp"

#include <openssl/evp.h>

#include <bit>
#include <cmath>

namespace parley::openai {
namespace {

bool decode_base64(std::string_view text, std::string& bytes)
{
    const std::size_t digits = std::min(text.find('='), text.size()), padding = text.size() - digits;
    if (text.size() % 4 != 0 || padding > 2) return false;
    bytes.resize(text.size() / 4 * 3);
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0 || static_cast<std::size_t>(size) != bytes.size()) return false;
    bytes.resize(bytes.size() - padding);  // OpenSSL counts the padding
    return true;
}

float float_at(const char* bytes)
{
    std::uint32_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) bits |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return std::bit_cast<float>(bits);
}

}  // namespace

bool decode_floats(std::string_view base64, std::vector<float>& to)
{
    std::string bytes;
    if (!decode_base64(base64, bytes) || bytes.size() % sizeof(float) != 0) return false;
    to.resize(bytes.size() / sizeof(float));
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = float_at(bytes.data() + i * sizeof(float));
    return true;
}

result<embedding_batch> embedding_reader::read(std::string body, std::size_t count)
{
    batch_ = {};
    batch_.vectors.resize(count);
    items_ = 0;
    complaint_.reset();
    const std::size_t bytes = body.size();
    body.resize(bytes + sse::spare_bytes);
    const std::string_view json = std::string_view(body).substr(0, bytes);
    bool has_data = false;
    const auto ec = json_.read(json, [&](ondemand::raw_json_string key, ondemand::value value) {
        if (key == "data") {
            has_data = true;
            return read_data(value);
        }
        if (key != "usage") return simdjson::SUCCESS;
        return json_reader::each_field(value, [this](ondemand::raw_json_string name, ondemand::value amount) {
            if (name == "prompt_tokens") json_reader::read_count(amount, batch_.prompt_tokens);
            return simdjson::SUCCESS;
        });
    });
    if (!ec && !has_data) {
        // Some servers say what is wrong with status 200.
        auto facts = facts_of(200, {}, json);
        if (!facts.code.empty() || !facts.type.empty())
            return embedding_batch{.vectors = {}, .refused = std::move(facts)};
    }
    if (ec || !has_data)
        return error{errc::malformed, "the model service sent something that is not embeddings"};
    if (auto fine = check(); !fine) return fine.error();
    return std::move(batch_);
}

error_code embedding_reader::read_data(ondemand::value& data)
{
    return json_reader::each_element(data, [this](ondemand::value& item) { return read_item(item); });
}

error_code embedding_reader::read_item(ondemand::value& item)
{
    std::optional<std::int64_t> index;
    std::vector<float> vector;
    const auto ec = json_reader::each_field(item, [&](ondemand::raw_json_string key, ondemand::value value) {
        if (key == "index") json_reader::read_count(value, index);
        return key == "embedding" ? read_vector(value, vector) : simdjson::SUCCESS;
    });
    if (ec) return ec;
    // Without an index the place in the list has to do.
    const std::size_t at = index ? static_cast<std::size_t>(*index) : items_;
    ++items_;
    if (vector.empty()) complain("one without numbers");
    if (at >= batch_.vectors.size())
        complain("more than there are texts");
    else if (!batch_.vectors[at].empty())
        complain("two for the same text");
    else
        batch_.vectors[at] = std::move(vector);
    return simdjson::SUCCESS;
}

error_code embedding_reader::read_vector(ondemand::value& value, std::vector<float>& vector)
{
    if (json_reader::is(value, ondemand::json_type::string)) {
        text_.clear();
        if (const auto ec = json_.append_string(value, text_)) return ec;
        if (!decode_floats(text_, vector)) complain("one that is not the Base64 of numbers");
        return simdjson::SUCCESS;
    }
    return json_reader::each_element(value, [&vector](ondemand::value& element) {
        double number = 0;
        const auto ec = element.get_double().get(number);
        vector.push_back(static_cast<float>(number));
        return ec;
    });
}

result<void> embedding_reader::check() const
{
    const auto wrong = [](const std::string& what) {
        return error{errc::malformed, "the model service sent unusable embeddings: " + what};
    };
    if (complaint_) return wrong(*complaint_);
    if (items_ != batch_.vectors.size())
        return wrong(std::to_string(items_) + " for " + std::to_string(batch_.vectors.size()) + " texts");
    for (const auto& vector : batch_.vectors) {
        if (vector.size() != batch_.vectors.front().size()) return wrong("vectors of different lengths");
        for (const float value : vector)
            if (!std::isfinite(value)) return wrong("one with a value that is not a number");
    }
    return {};
}

void embedding_reader::complain(std::string what)
{
    if (!complaint_) complaint_ = std::move(what);
}

}  // namespace parley::openai
