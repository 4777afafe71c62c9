#include "mock/recorder/recorded_request.hpp"

#include "base/utf8.hpp"
#include "mock/body_hash.hpp"
#include "mock/key_hash.hpp"
#include "mock/match.hpp"
#include "mock/recorder/yaml_text.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

constexpr std::size_t text_bytes_max = 1000;  // of a longer one its end is kept, where questions stand

// Differ from run to run, and say nothing about the answer.
constexpr std::array<std::string_view, 4> ignored = {"metadata", "prompt_cache_key", "safety_identifier",
                                                     "user"};

// The last bytes of a text, from a whole character on.
std::string_view tail(std::string_view text)
{
    auto begin = text.size() - text_bytes_max;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
    return text.substr(begin);
}

void append_text(std::string& out, std::string_view name, std::string_view text, const key_finder& keys)
{
    if (text.empty() || !utf8::is_valid(text) || keys.has_key(text) || keys.has_masked(text)) return;
    out.append(", ").append(name).append(": ");
    if (text.size() <= text_bytes_max) return append_yaml_text(out, text);
    out += "{suffix: ";
    append_yaml_text(out, tail(text));
    out += '}';
}

// The whole body but what is ignored and masked, as a condition.
void append_body(std::string& out, const asked& from, const std::vector<body_path>& masked)
{
    std::vector<body_path> but;
    std::string list;
    for (const auto name : ignored) {
        but.push_back({std::string(name), {std::string(name)}});
        list.append(list.empty() ? "" : ", ").append(name);
    }
    for (const auto& path : masked) {
        const auto is_same = [&path](const auto& each) { return each.steps == path.steps; };
        if (std::ranges::any_of(but, is_same)) continue;
        but.push_back(path);
        list += ", ";
        append_yaml_text(list, path.text);
    }
    out += ", body: {hash: '" + body_hash(from.body, but) + "', ignoring: [" + list + "]}";
}

}  // namespace

recorded_request describe(const asked& from, key_finder keys, const std::vector<body_path>& masked)
{
    if (!masked.empty()) keys.add_masked(texts_at(masked, from.body));
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
    if (from.at != endpoint::models) append_body(made, from, masked);
    made += '}';
    auto name = std::string(name_of(from.at)) + "-" + key_hash(made);
    return {std::move(name), std::move(made), std::move(keys)};
}

result<recorded_request> recordable(const http::request& from, const read_outcome& read,
                                    const std::vector<body_path>& masked)
{
    if (!is_model_path(from.path) || from.method == "HEAD")
        return error{errc::unsupported, "fixtures know nothing of " + from.method + " " + from.path};
    if (read.refused) return error{errc::unsupported, "the mock itself refuses such a request"};
    return describe(read.what, key_finder(from), masked);
}

}  // namespace parley::mock
