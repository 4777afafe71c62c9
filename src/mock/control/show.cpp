#include "base/is_one_of.hpp"
#include "http/query_value.hpp"
#include "mock/control/control_answers.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/control/expectations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::mock {
namespace {

namespace json = boost::json;

std::optional<std::size_t> number_in(const std::string& query, std::string_view name)
{
    const auto text = http::query_value(query, name);
    std::size_t value = 0;
    if (!text) return std::nullopt;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (failed != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return value;
}

constexpr std::array<std::string_view, 6> journal_query = {"since",   "endpoint", "matched",
                                                           "outcome", "scope",    "limit"};
constexpr std::array<std::string_view, 6> outcomes = {"answered", "default",   "missed",
                                                      "refused",  "passed_on", "login"};
constexpr std::array<std::string_view, 2> truths = {"true", "false"};

// What is wrong with one `name=value` of a query about the journal; empty: nothing.
std::string problem_of(const std::string& query, std::string_view name)
{
    if (!is_one_of(journal_query, name))
        return "`" + std::string(name) + "` is none: say " + listed(journal_query);
    const auto value = http::query_value(query, name).value_or("");
    if ((name == "since" || name == "limit") && !number_in(query, name))
        return "`" + std::string(name) + "` is a whole number";
    if (name == "matched" && !is_one_of(truths, value)) return "`matched` is " + listed(truths);
    if (name == "outcome" && !is_one_of(outcomes, value)) return "`outcome` is " + listed(outcomes);
    return {};
}

// A misspelt word of a query showed all requests, or none, and looked like an answer.
std::optional<http::response> refusal_of_query(const std::string& query)
{
    std::string_view rest = query;
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        const auto problem = pair.empty() ? std::string() : problem_of(query, pair.substr(0, pair.find('=')));
        if (!problem.empty()) return control_problem(400, "In the query, " + problem + ".");
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    }
    return std::nullopt;
}

bool is_wanted(const journal_entry& entry, const http::request& from)
{
    const auto& query = from.query;
    const auto is_other = [&query](std::string_view name, std::string_view value) {
        const auto wanted = http::query_value(query, name);
        return wanted && *wanted != value;
    };
    const bool is_matched = entry.what == journal_entry::outcome::answered;
    return entry.number > number_in(query, "since").value_or(0) &&
           !is_other("endpoint", endpoint_name(entry)) &&
           !is_other("matched", is_matched ? "true" : "false") &&
           asked_scope(from).value_or(entry.scope) == entry.scope &&
           !is_other("outcome", name_of(entry.what));
}

void append_metric(std::string& to, std::string_view name, std::string_view help, std::uint64_t value)
{
    to += "# HELP parley_mock_" + std::string(name) + " " + std::string(help) + "\n# TYPE parley_mock_" +
          std::string(name) + " counter\nparley_mock_" + std::string(name) + " " + std::to_string(value) +
          "\n";
}

}  // namespace

http::response show_health(mock_state&, const http::request&)
{
    return control_answer(json::object{{"status", "ok"}});
}

http::response show_journal(mock_state& with, const http::request& from)
{
    if (auto refused = refusal_of_query(from.query)) return *refused;
    std::vector<const journal_entry*> wanted;
    for (const auto& entry : with.kept.entries())
        if (is_wanted(*entry, from)) wanted.push_back(entry.get());
    const auto limit = std::min(number_in(from.query, "limit").value_or(wanted.size()), wanted.size());
    json::array list;
    for (auto at = wanted.size() - limit; at < wanted.size(); ++at) list.push_back(to_json(*wanted[at]));
    return control_answer(json::object{{"requests", std::move(list)}, {"forgotten", with.kept.forgotten()}});
}

http::response show_misses(mock_state& with, const http::request& from)
{
    if (auto refused = refusal_of_query(from.query)) return *refused;
    json::array list;
    for (const auto& entry : with.kept.entries())
        if (entry->missed && is_wanted(*entry, from)) list.push_back(to_json(*entry));
    return control_answer(json::object{{"missed", with.counts.missed}, {"misses", std::move(list)}});
}

http::response show_receipt(mock_state& with, const http::request&)
{
    const auto made = with.sum_up();
    return control_answer(to_json(made), made.problems.empty() ? 200 : 409);
}

http::response check_expectations(mock_state& with, const http::request& from)
{
    auto read = read_expectations(from.body, "body");
    if (!read.mistakes.empty()) return control_mistakes(read.mistakes);
    if (!read.wanted.scope) read.wanted.scope = asked_scope(from);
    const auto problems = check(read.wanted, with.kept, with.settings.reading);
    return control_answer(json::object{{"passed", problems.empty()},
                                       {"problems", json::array(problems.begin(), problems.end())}},
                          problems.empty() ? 200 : 409);
}

http::response show_fixtures(mock_state& with, const http::request&)
{
    json::array list;
    for (const auto& each : with.answers.fixtures().in_order())
        list.push_back(json::object{{"name", each.name},
                                    {"file", each.file},
                                    {"line", each.line},
                                    {"replies", each.replies.size()},
                                    {"calls", with.answers.calls_of(each.name)}});
    return control_answer(
        json::object{{"hash", with.answers.fixtures().hash()}, {"fixtures", std::move(list)}});
}

http::response show_faults(mock_state& with, const http::request&)
{
    return control_answer(json::object{{"rules", with.faults.size()}});
}

http::response show_latency(mock_state& with, const http::request&)
{
    return control_answer(json::object{{"speed", with.settings.speed}, {"rules", with.delays.size()}});
}

http::response show_limits(mock_state& with, const http::request&)
{
    const auto& limits = with.settings.limits;
    return control_answer(json::object{{"requests", limits.requests_max},
                                       {"tokens", limits.tokens_max},
                                       {"window_ms", limits.window.count()}});
}

http::response show_clock(mock_state& with, const http::request&)
{
    const bool is_virtual = with.stage.kind() == clock_kind::virtual_time;
    const auto advanced = std::chrono::duration<double, std::milli>(with.stage.advanced()).count();
    return control_answer(json::object{{"kind", is_virtual ? "virtual" : "real"},
                                       {"advanced_ms", is_virtual ? advanced : 0.0},
                                       {"waiting", with.stage.waiting_for_time()}});
}

http::response show_pauses(mock_state& with, const http::request& from)
{
    json::object waiting;
    for (const auto& [name, count] : with.stage.paused(asked_scope(from).value_or(""))) waiting[name] = count;
    return control_answer(json::object{{"waiting", std::move(waiting)}});
}

http::response show_metrics(mock_state& with, const http::request&)
{
    const auto& counts = with.counts;
    std::string text;
    append_metric(text, "requests_total", "Requests of a model's API.", counts.requests);
    append_metric(text, "answered_total", "Requests that a fixture answered.", counts.answered);
    append_metric(text, "default_total", "Requests answered by default.", counts.defaulted);
    append_metric(text, "refused_total", "Requests refused as the real service does.", counts.refused);
    append_metric(text, "logins_total", "Requests for a token, or about tokens.", counts.logins);
    append_metric(text, "passed_on_total", "Requests that a real model answered.", counts.passed_on);
    append_metric(text, "missed_total", "Requests that nothing answered.", counts.missed);
    append_metric(text, "readers_left_total", "Answers whose reader left.", counts.readers_left);
    append_metric(text, "sent_bytes_total", "Bytes of bodies.", counts.bytes);
    append_metric(text, "writes_total", "Writes of bodies.", counts.writes);
    append_metric(text, "late_writes_total", "Writes later than 5 ms.", counts.late_writes);
    return {200, {{"Content-Type", "text/plain; version=0.0.4"}}, std::move(text)};
}

}  // namespace parley::mock
