#include "mock/default_reply.hpp"

#include "mock/context_extract.hpp"
#include "mock/random.hpp"
#include "mock/schema_example.hpp"
#include "mock/tokens.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 24> lorem_words = {
    "lorem", "ipsum", "dolor", "sit",  "amet", "magna", "elit",  "sed",  "tempor", "ut",  "labore", "et",
    "enim",  "minim", "quis",  "nisi", "aute", "irure", "velit", "esse", "fugiat", "non", "culpa",  "est"};
constexpr std::uint64_t sentence_words_max = 12;

// One token a word, and one for the end of a sentence.
std::string lorem(std::size_t tokens, std::uint64_t seed)
{
    random_numbers random(seed);
    std::string text;
    std::uint64_t left = 0;  // words of the sentence
    for (std::size_t used = 0; used < tokens; ++used) {
        if (left == 0 && !text.empty() && text.back() != '.') {
            text += '.';
            continue;
        }
        const bool begins = left == 0;
        if (begins) left = 4 + random.next() % (sentence_words_max - 4);
        const auto word = lorem_words[random.next() % lorem_words.size()];
        if (!text.empty()) text += ' ';
        text += begins ? static_cast<char>(word.front() - 'a' + 'A') : word.front();
        text += word.substr(1);
        --left;
    }
    return text;
}

std::string text_for(const asked& asking, const default_settings& settings)
{
    switch (settings.as) {
        case default_settings::kind::fixed:
            return settings.text;
        case default_settings::kind::lorem:
            return lorem(settings.tokens, settings.seed);
        case default_settings::kind::extract:
            if (auto found = extract_from_context(asking); !found.empty()) return found;
            break;
        case default_settings::kind::echo:
            break;
    }
    return question_of(asking);
}

// The schema of a function's parameters in the request, whichever API wrote it.
const json::value* parameters_of(const json::object& body, std::string_view name)
{
    const auto* const tools = body.if_contains("tools");
    if (!tools || !tools->is_array()) return nullptr;
    for (const auto& tool : tools->get_array()) {
        if (!tool.is_object()) continue;
        const auto* function = &tool.get_object();
        const auto* const nested = function->if_contains("function");
        if (nested && nested->is_object()) function = &nested->get_object();
        const auto* const called = function->if_contains("name");
        if (called && called->is_string() && std::string_view(called->get_string()) == name)
            return function->if_contains("parameters");
    }
    return nullptr;
}

// After a tool's message it is the model's turn to speak, or no conversation would ever end.
bool must_call(const asked& asking)
{
    const bool has_result = !asking.messages.empty() && asking.messages.back().role == "tool";
    const bool is_demanded =
        !asking.tool_choice.empty() && asking.tool_choice != "auto" && asking.tool_choice != "none";
    return is_demanded && !has_result && !asking.tools.empty();
}

tool_call_reply make_call(const asked& asking)
{
    tool_call_reply call;
    call.name = asking.tool_choice == "required" ? asking.tools.front() : asking.tool_choice;
    const auto* const schema = parameters_of(asking.body, call.name);
    const auto words = question_of(asking);
    call.arguments = schema ? json::serialize(schema_example(*schema, words)) : "{}";
    return call;
}

// As the format of the answer wants it.
std::string formatted(const asked& asking, std::string text)
{
    if (asking.response_format == "json_object") return json::serialize(json::object{{"answer", text}});
    if (asking.response_format != "json_schema" || asking.json_schema.empty()) return text;
    boost::system::error_code failed;
    const auto schema = json::parse(asking.json_schema, failed);
    return failed ? text : json::serialize(schema_example(schema, text));
}

// A limit on the answer's length cuts it, as a model's.
void cut_to(std::size_t tokens_max, text_reply& text)
{
    if (tokens_max == 0) return;
    std::string_view rest = text.text;
    for (std::size_t i = 0; i < tokens_max && !rest.empty(); ++i) rest.remove_prefix(token_bytes(rest));
    if (rest.empty()) return;
    text.text.resize(text.text.size() - rest.size());
    text.finish_reason = "length";
}

}  // namespace

reply make_default_reply(const asked& asking, const default_settings& settings)
{
    if (asking.at == endpoint::embeddings) return {.content = embedding_reply{}};
    text_reply text;
    if (must_call(asking)) {
        text.tool_calls.push_back(make_call(asking));
    } else {
        text.text = formatted(asking, text_for(asking, settings));
        cut_to(asking.output_tokens_max, text);
    }
    return {.content = std::move(text)};
}

}  // namespace parley::mock
