#include "server/history_json.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "base/json_text.hpp"
#include "http/query_value.hpp"
#include "server/json_members.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::server {
namespace {

namespace json = boost::json;

constexpr std::size_t turns_max = 200;  // as many as a chat may have
constexpr std::int64_t count_max = 100;
constexpr std::size_t run_id_bytes_max = 64;
constexpr std::size_t comment_bytes_max = 4000;
constexpr std::array<std::string_view, 2> ratings = {"up", "down"};
constexpr std::array<std::string_view, 6> categories = {"",        "incorrect", "incomplete",
                                                        "sources", "unclear",   "other"};

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

// `["question", {"output_text", "context", …}]`
result<history::turn> read_turn(const json::value& item, std::size_t index)
{
    const auto where = "answers[" + std::to_string(index) + "]";
    const auto* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_string() || !pair->at(1).is_object())
        return invalid(where + " must be a question and the answer's object");
    const auto& answer = pair->at(1).get_object();
    auto text = json_members(answer).text("output_text");
    auto run_id = json_members(answer).text("run_id");
    if (!text || !run_id) return invalid(where + ".output_text and run_id must be strings");
    const auto* context = answer.if_contains("context");
    if (context != nullptr && !context->is_object()) return invalid(where + ".context must be an object");
    return history::turn{*std::move(run_id), std::string(pair->at(0).get_string()), *std::move(text),
                         context == nullptr ? "{}" : json::serialize(*context)};
}

void append_field(std::string& out, std::string_view key, std::string_view value)
{
    append_json_string(out, key);
    out += ':';
    append_json_string(out, value);
}

void append_context(std::string& out, const history::turn& turn)
{
    out += R"(,"context":)" + turn.context;
}

}  // namespace

result<added_turns> read_added_turns(const json::object& body)
{
    auto id = json_members(body).text("id");
    if (!id) return id.error();
    const auto* list = body.if_contains("answers");
    if (list == nullptr || !list->is_array() || list->get_array().empty())
        return invalid("answers must be a list with at least one answer");
    const auto& items = list->get_array();
    if (items.size() > turns_max)
        return error{errc::too_large, "answers may be " + std::to_string(turns_max) + " at a time"};
    added_turns added{*std::move(id), {}};
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto turn = read_turn(items[i], i);
        if (!turn) return turn.error();
        added.turns.push_back(*std::move(turn));
    }
    return added;
}

result<wanted_page> read_wanted_page(std::string_view query)
{
    wanted_page wanted;
    if (const auto given = http::query_value(query, "count")) {
        const auto count = whole_number(*given);
        if (!count || *count < 1 || *count > count_max)
            return invalid("count must be from 1 to " + std::to_string(count_max));
        wanted.count = static_cast<std::size_t>(*count);
    }
    for (const auto* name : {"continuation_token", "continuationToken"}) {
        const auto given = http::query_value(query, name);
        if (!given || given->empty()) continue;
        wanted.before = whole_number(*given);
        if (!wanted.before) return invalid(std::string(name) + " must be one that an earlier page gave");
    }
    return wanted;
}

std::string sessions_json(const history::page& found)
{
    std::string out = R"({"sessions":[)";
    for (const auto& each : found.newest_first) {
        if (out.back() == '}') out += ',';
        out += '{';
        append_field(out, "id", each.id);
        out += R"(,"entra_oid":"",)";
        append_field(out, "title", each.title);
        out += R"(,"timestamp":)" + std::to_string(each.changed_ms) + '}';
    }
    out += R"(],"continuation_token":)";
    out += found.next ? '"' + std::to_string(*found.next) + '"' : "null";
    return out + "}\n";
}

std::string session_json(const history::conversation& found)
{
    std::string out = "{";
    append_field(out, "id", found.about.id);
    out += R"(,"entra_oid":"","answers":[)";
    for (const auto& turn : found.turns) {
        if (out.back() == ']') out += ',';
        out += '[';
        append_json_string(out, turn.question);
        out += ",{";
        append_field(out, "output_text", turn.answer);
        append_context(out, turn);
        out += ',';
        append_field(out, "session_state", found.about.id);
        out += ',';
        append_field(out, "run_id", turn.run_id);
        out += "}]";
    }
    return out + "]}\n";
}

std::string export_json(const history::conversation& found)
{
    std::string out = "{";
    append_field(out, "id", found.about.id);
    out += ',';
    append_field(out, "title", found.about.title);
    out += R"(,"timestamp":)" + std::to_string(found.about.changed_ms) + R"(,"turns":[)";
    for (const auto& turn : found.turns) {
        if (out.back() == '}') out += ',';
        out += '{';
        append_field(out, "run_id", turn.run_id);
        out += ',';
        append_field(out, "question", turn.question);
        out += ',';
        append_field(out, "answer", turn.answer);
        append_context(out, turn);
        out += '}';
    }
    return out + "]}\n";
}

result<history::feedback> read_feedback(const json::object& body)
{
    history::feedback given;
    for (const auto& [key, to] : {std::pair{"run_id", &given.run_id}, std::pair{"category", &given.category},
                                  std::pair{"comment", &given.comment}}) {
        auto text = json_members(body).text(key);
        if (!text) return text.error();
        *to = *std::move(text);
    }
    const auto is_id_sign = [](char c) { return ascii::is_letter_or_digit(c) || c == '-' || c == '_'; };
    if (given.run_id.empty() || given.run_id.size() > run_id_bytes_max ||
        !std::ranges::all_of(given.run_id, is_id_sign))
        return invalid("run_id must be the id of an answer: its X-Request-Id");
    const auto rating = json_members(body).text("rating");
    if (!rating || !is_one_of(ratings, *rating)) return invalid("rating must be up or down");
    given.rated = *rating == "up" ? history::rating::up : history::rating::down;
    if (!is_one_of(categories, given.category))
        return invalid("category must be incorrect, incomplete, sources, unclear, other or empty");
    if (given.comment.size() > comment_bytes_max)
        return error{errc::too_large, "comment may have " + std::to_string(comment_bytes_max) + " bytes"};
    return given;
}

}  // namespace parley::server
