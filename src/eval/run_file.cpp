#include "eval/run_file.hpp"

#include "base/plain_json.hpp"

#include <boost/json.hpp>

namespace parley::eval {
namespace {

namespace json = boost::json;

constexpr std::string_view marker = R"({"parley_run":)";
constexpr int version = 1;

json::object scores_json(const scores& of)
{
    json::object made;
    for (const auto& each : metrics)
        if (const auto& value = of.*each.value) made[each.name] = *value;
    return made;
}

json::object spread_json(const spread& of)
{
    return {{"p50", of.p50}, {"p99", of.p99}};
}

json::array history_json(const std::vector<openai::message>& history)
{
    json::array turns;
    for (const auto& each : history)
        turns.push_back(json::object{{"role", each.role}, {"content", each.content}});
    return turns;
}

std::vector<openai::message> history_from(const json::array& turns)
{
    std::vector<openai::message> history;
    for (const auto& each : turns)
        history.push_back({.role = json::value_to<std::string>(each.at("role")),
                           .content = json::value_to<std::string>(each.at("content"))});
    return history;
}

// Throws when something is missing or not what it should be.
judged_question question_from(const json::value& from)
{
    const auto text = [&](const char* field) { return json::value_to<std::string>(from.at(field)); };
    const auto texts = [&](const char* field) {
        return json::value_to<std::vector<std::string>>(from.at(field));
    };
    judged_question read;
    read.asked = {text("id"), text("question"), texts("relevant"),
                  history_from(from.at("history").as_array())};
    read.seen.ranking = texts("ranking");
    read.seen.sources = texts("sources");
    read.seen.cited = texts("cited");
    read.seen.answer = text("answer");
    read.seen.is_refusal = from.at("refused").as_bool();
    read.seen.sentences = from.at("sentences").to_number<std::size_t>();
    read.seen.unsupported = from.at("unsupported").to_number<std::size_t>();
    read.seen.retrieval_ms = from.at("retrieval_ms").to_number<double>();
    read.seen.first_word_ms = from.at("first_word_ms").to_number<double>();
    read.seen.answer_ms = from.at("answer_ms").to_number<double>();
    read.made = judge(read.asked, read.seen);
    return read;
}

run run_from(const json::value& from)
{
    run read;
    read.writer = json::value_to<std::string>(from.at("writer"));
    read.top = from.at("top").to_number<std::size_t>();
    read.planned = from.at("planned").to_number<std::size_t>();
    for (const auto& each : from.at("questions").as_array()) read.judged.push_back(question_from(each));
    for (const auto& each : from.at("failed").as_array())
        read.failed.push_back(
            {json::value_to<std::string>(each.at("id")), json::value_to<std::string>(each.at("reason"))});
    return read;
}

}  // namespace

json::object question_json(const judged_question& of)
{
    const auto texts = [](const std::vector<std::string>& list) { return json::value_from(list); };
    return {{"id", of.asked.id},
            {"question", of.asked.text},
            {"history", history_json(of.asked.history)},
            {"relevant", texts(of.asked.relevant)},
            {"answerable", of.asked.is_answerable()},
            {"refused", of.seen.is_refusal},
            {"metrics", scores_json(of.made)},
            {"cited", texts(of.seen.cited)},
            {"sources", texts(of.seen.sources)},
            {"ranking", texts(of.seen.ranking)},
            {"answer", of.seen.answer},
            {"sentences", of.seen.sentences},
            {"unsupported", of.seen.unsupported},
            {"retrieval_ms", of.seen.retrieval_ms},
            {"first_word_ms", of.seen.first_word_ms},
            {"answer_ms", of.seen.answer_ms}};
}

json::object total_json(const run& of)
{
    const auto made = total(of);
    return {{"complete", of.is_complete()},
            {"asked", of.judged.size() + of.failed.size()},
            {"failed", of.failed.size()},
            {"answerable", made.answerable},
            {"refused_wrongly", made.refused_wrongly},
            {"answered_wrongly", made.answered_wrongly},
            {"sentences", made.sentences},
            {"unsupported", made.unsupported},
            {"metrics", scores_json(made.mean)},
            {"retrieval_ms", spread_json(made.retrieval_ms)},
            {"first_word_ms", spread_json(made.first_word_ms)},
            {"answer_ms", spread_json(made.answer_ms)}};
}

std::string run_json(const run& of)
{
    json::array failed;
    for (const auto& each : of.failed)
        failed.push_back(json::object{{"id", each.id}, {"reason", each.reason}});
    auto head = plain_json(json::object{{"parley_run", version},
                                        {"writer", of.writer},
                                        {"top", of.top},
                                        {"planned", of.planned},
                                        {"total", total_json(of)},
                                        {"failed", std::move(failed)}});
    head.pop_back();  // a line for each question follows, so that a difference of two files shows them
    std::string text = std::move(head) + ",\n\"questions\":[";
    std::string_view separator = "\n";
    for (const auto& each : of.judged) {
        text.append(separator).append(plain_json(question_json(each)));
        separator = ",\n";
    }
    return text + "\n]}\n";
}

bool looks_like_run(std::string_view text)
{
    return text.starts_with(marker);
}

result<run> parse_run(std::string_view text, std::string_view name)
{
    const auto unreadable = [&](std::string_view why) {
        return error{errc::invalid_input, std::string(name) + ": not a run that parley eval --out wrote" +
                                              (why.empty() ? "" : ": " + std::string(why))};
    };
    boost::system::error_code failed;
    const auto parsed = json::parse(text, failed);
    if (failed) return unreadable(failed.message());
    try {
        if (parsed.at("parley_run") != version) return unreadable("it is of another version");
        return run_from(parsed);
    } catch (const std::exception&) {
        return unreadable("");
    }
}

}  // namespace parley::eval
