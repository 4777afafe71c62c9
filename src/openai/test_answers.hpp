// For tests: golden answers, and what a reader of one knows in the end.
#pragma once

#include "openai/detail/answer_decoder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace parley::openai {

namespace fs = std::filesystem;
namespace json = boost::json;

struct decoded {
    chat_piece whole = {};
    std::size_t pieces = 0;
    std::optional<error> failure = {};
    answer_origin origin = {};

    void add(chat_piece piece)
    {
        pieces += is_empty(piece) ? 0 : 1;
        whole.text += piece.text;
        whole.reasoning += piece.reasoning;
        if (piece.finish_reason) whole.finish_reason = piece.finish_reason;
        if (piece.used) whole.used = piece.used;
        whole.refusal = whole.refusal || piece.refusal;
        std::ranges::move(piece.tool_calls, std::back_inserter(whole.tool_calls));
        std::ranges::move(piece.findings, std::back_inserter(whole.findings));
        std::ranges::move(piece.citations, std::back_inserter(whole.citations));
        std::ranges::move(piece.sealed, std::back_inserter(whole.sealed));
    }
};

// As somebody with a key is told of it.
inline std::optional<error> failure_of(const answer_decoder& decoder)
{
    return decoder.refused() ? describe(*decoder.refused(), {}) : decoder.failure();
}

inline decoded decode(answer_decoder& decoder, std::initializer_list<std::string_view> parts)
{
    decoded got;
    for (const auto part : parts) got.add(decoder.feed(part));
    got.add(decoder.finish());
    got.failure = failure_of(decoder);
    got.origin = decoder.origin();
    return got;
}

inline json::object as_json(const usage& used)
{
    json::object object{{"prompt_tokens", used.prompt_tokens},
                        {"completion_tokens", used.completion_tokens},
                        {"total_tokens", used.total_tokens}};
    if (used.reasoning_tokens) object["reasoning_tokens"] = *used.reasoning_tokens;
    if (used.cached_tokens) object["cached_tokens"] = *used.cached_tokens;
    return object;
}

inline json::object as_json(const tool_call& call)
{
    return {{"id", call.id}, {"name", call.name}, {"arguments", call.arguments}};
}

inline json::object as_json(const filter_finding& finding)
{
    return {{"where", finding.where == filter_finding::place::prompt ? "prompt" : "answer"},
            {"category", finding.category},
            {"severity", finding.severity},
            {"filtered", finding.filtered},
            {"detected", finding.detected}};
}

inline json::object as_json(const citation& cited)
{
    json::object object{{"kind", cited.kind}};
    for (const auto& [name, text] :
         {std::pair("url", &cited.url), std::pair("title", &cited.title),
          std::pair("file_id", &cited.file_id), std::pair("file_name", &cited.file_name)})
        if (!text->empty()) object[name] = *text;
    if (cited.begin) object["begin"] = *cited.begin;
    if (cited.end) object["end"] = *cited.end;
    return object;
}

inline json::object as_json(const sealed_reasoning& sealed)
{
    return {{"id", sealed.id}, {"content", sealed.content}};
}

template <class T>
void add_list(json::object& to, std::string_view name, const std::vector<T>& list)
{
    if (list.empty()) return;
    auto& array = to[name].emplace_array();
    for (const auto& each : list) array.push_back(as_json(each));
}

// Lists and the reasoning are left out when they are empty.
inline json::value as_json(const decoded& got)
{
    json::object object{{"text", got.whole.text},
                        {"finish_reason", nullptr},
                        {"usage", nullptr},
                        {"refusal", got.whole.refusal},
                        {"error", nullptr}};
    if (got.whole.finish_reason) object["finish_reason"] = *got.whole.finish_reason;
    if (got.whole.used) object["usage"] = as_json(*got.whole.used);
    if (got.failure) object["error"] = json::string(name_of(got.failure->code));
    if (!got.whole.reasoning.empty()) object["reasoning"] = got.whole.reasoning;
    add_list(object, "tool_calls", got.whole.tool_calls);
    add_list(object, "findings", got.whole.findings);
    add_list(object, "citations", got.whole.citations);
    add_list(object, "sealed", got.whole.sealed);
    return object;
}

inline std::string read_file(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

// The files of a folder below tests/golden/openai whose names end so.
inline std::vector<fs::path> golden_files(std::string_view folder, std::string_view ending)
{
    std::vector<fs::path> found;
    for (const auto& entry :
         fs::directory_iterator(PARLEY_SOURCE_DIR "/tests/golden/openai/" + std::string(folder)))
        if (entry.path().extension() == ending && !entry.path().string().ends_with(".expected.json"))
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

inline json::value expected_beside(fs::path path)
{
    return json::parse(read_file(path.replace_extension(".expected.json")));
}

inline std::string test_name_of(const fs::path& path)
{
    std::string name = path.stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
}

}  // namespace parley::openai
