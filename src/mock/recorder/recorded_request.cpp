#include "mock/recorder/recorded_request.hpp"

#include "base/utf8.hpp"
#include "mock/body_hash.hpp"
#include "mock/key_hash.hpp"
#include "mock/match.hpp"
#include "mock/recorder/yaml_text.hpp"

namespace parley::mock {
namespace {

constexpr std::size_t text_bytes_max = 1000;  // of a longer one its end is kept, where questions stand

// Differ from run to run, and say nothing about the answer.
const std::vector<std::string> ignored = {"metadata", "prompt_cache_key", "safety_identifier", "user"};

// The last bytes of a text, from a whole character on.
std::string_view tail(std::string_view text)
{
    auto begin = text.size() - text_bytes_max;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
    return text.substr(begin);
}

void append_text(std::string& out, std::string_view name, std::string_view text, const key_finder& keys)
{
    if (text.empty() || !utf8::is_valid(text) || keys.has_key(text)) return;
    out.append(", ").append(name).append(": ");
    if (text.size() <= text_bytes_max) return append_yaml_text(out, text);
    out += "{suffix: ";
    append_yaml_text(out, tail(text));
    out += '}';
}

}  // namespace

recorded_request describe(const asked& from, const key_finder& keys)
{
    std::string made = "{endpoint: " + std::string(name_of(from.at));
    const bool is_list_of_models = from.at == endpoint::models && from.model.empty();
    if (is_list_of_models) made += ", model: ''";  // or it would stand for each of them, too
    append_text(made, "model", from.model, keys);
    if (from.at == endpoint::chat || from.at == endpoint::responses) {
        made += from.stream ? ", stream: true" : ", stream: false";
        append_text(made, "last_user", facts(from, 0).last_user(), keys);
    }
    if (from.at == endpoint::embeddings && from.input.size() == 1)
        append_text(made, "input", from.input.front(), keys);
    if (from.at != endpoint::models) {
        made += ", body: {hash: '" + body_hash(from.body, ignored) + "', ignoring: [";
        for (const auto& name : ignored) made += (&name == &ignored.front() ? "" : ", ") + name;
        made += "]}";
    }
    made += '}';
    return {std::string(name_of(from.at)) + "-" + key_hash(made), std::move(made)};
}

}  // namespace parley::mock
