#include "eval/question_file.hpp"

#include "base/ascii.hpp"
#include "eval/relevance.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace parley::eval {
namespace {

namespace json = boost::json;

constexpr std::size_t extension_chars_max = 5;

error mistake(std::string sentence)
{
    return {errc::invalid_input, std::move(sentence)};
}

// `name.ext` or `name.ext#page=N`: other brackets of a text are no citations.
bool looks_like_source(std::string_view name)
{
    const auto document = document_of(name);
    const auto dot = document.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const auto extension = document.substr(dot + 1);
    return !extension.empty() && extension.size() <= extension_chars_max &&
           std::all_of(extension.begin(), extension.end(), ascii::is_letter_or_digit);
}

// A page of a document that is named as a whole adds nothing.
std::vector<std::string> without_repeats(std::vector<std::string> sources)
{
    std::vector<std::string> kept;
    for (auto& each : sources) {
        const std::string document(document_of(each));
        const auto is_whole = std::find(sources.begin(), sources.end(), document) != sources.end();
        const auto& name = is_whole ? document : each;
        if (std::find(kept.begin(), kept.end(), name) == kept.end()) kept.push_back(name);
    }
    return kept;
}

result<std::string> text_of(const json::object& line, std::string_view field)
{
    const auto* value = line.if_contains(field);
    if (value == nullptr) return std::string();
    if (!value->is_string()) return mistake('"' + std::string(field) + "\" takes a text");
    return std::string(ascii::trimmed(value->as_string()));
}

result<std::vector<std::string>> relevant_of(const json::object& line)
{
    std::vector<std::string> sources;
    if (const auto* given = line.if_contains("relevant")) {
        const error expected =
            mistake(R"("relevant" takes a list of sources, such as ["rules.pdf#page=3", "notes.md"])");
        if (!given->is_array()) return expected;
        for (const auto& each : given->as_array()) {
            if (!each.is_string() || each.as_string().empty()) return expected;
            sources.emplace_back(each.as_string());
        }
    } else {
        auto truth = text_of(line, "truth");
        if (!truth) return truth.error();
        sources = citations_in(*truth);
        if (!truth->empty() && sources.empty())
            return mistake(R"("truth" cites no source: end it with one such as [rules.pdf#page=3])");
    }
    return without_repeats(std::move(sources));
}

result<std::vector<openai::message>> history_of(const json::object& line)
{
    std::vector<openai::message> turns;
    const auto* given = line.if_contains("history");
    if (given == nullptr) return turns;
    const error expected =
        mistake(R"("history" takes turns such as {"role": "user", "content": "..."}, of user and assistant)");
    if (!given->is_array()) return expected;
    for (const auto& each : given->as_array()) {
        if (!each.is_object()) return expected;
        auto role = text_of(each.as_object(), "role");
        auto content = text_of(each.as_object(), "content");
        if (!role || !content || content->empty() || (*role != "user" && *role != "assistant"))
            return expected;
        turns.push_back({.role = *std::move(role), .content = *std::move(content)});
    }
    return turns;
}

// Whether the relevant sources agree with what "answerable" says.
result<void> check_answerable(const json::object& line, const question& read)
{
    const auto* given = line.if_contains("answerable");
    if (given != nullptr && !given->is_bool()) return mistake("\"answerable\" takes true or false");
    const bool says_it_is = given == nullptr || given->as_bool();
    if (says_it_is && !read.is_answerable())
        return mistake(
            "nothing says which sources answer: name them under \"relevant\", or give \"answerable\": false");
    if (!says_it_is && read.is_answerable())
        return mistake("\"answerable\": false does not go with sources that answer");
    return {};
}

result<question> question_of(const json::object& line)
{
    auto text = text_of(line, "question");
    if (!text) return text.error();
    if (text->empty()) return mistake(R"(there is no "question")");
    auto id = text_of(line, "id");
    if (!id) return id.error();
    auto relevant = relevant_of(line);
    if (!relevant) return relevant.error();
    auto history = history_of(line);
    if (!history) return history.error();
    question read{id->empty() ? *text : *std::move(id), *text, *std::move(relevant), *std::move(history)};
    if (auto agrees = check_answerable(line, read); !agrees) return agrees.error();
    return read;
}

result<question> read_line(std::string_view line)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(line, failed);
    if (failed || !parsed.is_object())
        return mistake(R"(one JSON object is expected on each line, {"question": ..., "relevant": [...]})" +
                       (failed ? ": " + failed.message() : ""));
    return question_of(parsed.as_object());
}

bool is_there(std::string_view source, const std::map<std::string, int, std::less<>>& pages_of)
{
    const auto document = document_of(source);
    const auto found = pages_of.find(document);
    if (found == pages_of.end() || document == source) return found != pages_of.end();
    const auto digits = source.substr(document.size() + page_mark.size());
    int page = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), page);
    return failed == std::errc() && end == digits.data() + digits.size() && page >= 1 &&
           page <= found->second;
}

std::string_view without_byte_order_mark(std::string_view text)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    return text;
}

}  // namespace

std::vector<std::string> citations_in(std::string_view text)
{
    std::vector<std::string> found;
    for (auto open = text.find('['); open != std::string_view::npos; open = text.find('[', open + 1)) {
        const auto close = text.find_first_of("[]\n", open + 1);
        if (close == std::string_view::npos || text[close] != ']') continue;
        auto name = text.substr(open + 1, close - open - 1);
        if (const auto page = document_of(name).size(); page < name.size())
            name = name.substr(0, std::min(name.find('(', page), name.size()));
        if (looks_like_source(name) && std::find(found.begin(), found.end(), name) == found.end())
            found.emplace_back(name);
    }
    return found;
}

result<std::vector<question>> parse_questions(std::string_view text, std::string_view name)
{
    std::vector<question> questions;
    std::map<std::string, std::size_t> line_of_id;
    text = without_byte_order_mark(text);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = ascii::trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        const auto where = std::string(name) + ":" + std::to_string(number) + ": ";
        auto read = read_line(line);
        if (!read) return mistake(where + read.error().detail);
        const auto [earlier, is_new] = line_of_id.emplace(read->id, number);
        if (!is_new)
            return mistake(where + "the same \"id\" as on line " + std::to_string(earlier->second) +
                           " (the question itself, where none is given): give each one of its own");
        questions.push_back(*std::move(read));
    }
    if (questions.empty()) return mistake(std::string(name) + ": there are no questions in it");
    return questions;
}

std::vector<std::string> unknown_sources(const std::vector<question>& questions,
                                         const std::map<std::string, int, std::less<>>& pages_of)
{
    std::vector<std::string> unknown;
    for (const auto& asked : questions)
        for (const auto& each : asked.relevant)
            if (!is_there(each, pages_of) && std::find(unknown.begin(), unknown.end(), each) == unknown.end())
                unknown.push_back(each);
    return unknown;
}

}  // namespace parley::eval
