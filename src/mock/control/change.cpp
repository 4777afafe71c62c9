#include "http/query_value.hpp"
#include "mock/control/control_answers.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/fixtures/fixture_reader.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr double advance_ms_max = 1e10;  // four months
constexpr std::size_t fixtures_max = 100'000;
constexpr std::size_t rules_max = 10'000;

http::response told(const mock_state& with)
{
    return control_answer(json::object{{"fixtures", with.answers.fixtures().in_order().size()},
                                       {"hash", with.answers.fixtures().hash()}});
}

// Those of a body, which must not take names that are in use.
std::variant<std::vector<fixture>, http::response> fixtures_of(const http::request& from,
                                                               const std::vector<fixture>& beside)
{
    auto read = read_fixtures(from.body, "body");
    for (auto& each : read.fixtures) {
        const auto other = std::ranges::find(beside, each.name, &fixture::name);
        if (other != beside.end())
            read.mistakes.push_back({"body", each.line,
                                     "the name `" + each.name + "` is taken by a fixture of " + other->file +
                                         " line " + std::to_string(other->line)});
    }
    if (!read.mistakes.empty()) return control_mistakes(read.mistakes);
    if (read.fixtures.size() + beside.size() > fixtures_max)
        return control_problem(413, "There can be 100000 fixtures at most.");
    return std::move(read.fixtures);
}

mock_state::removed_fixture removal_of(const fixture& from)
{
    const bool has_name = from.name != from.file + ":" + std::to_string(from.line);
    return {from.name, has_name ? std::string() : from.file_hash};
}

template <class Effect>
void end_rules(mock_state& with, rules<Effect>& list, const std::string& scope)
{
    with.problems.note(list.never_met(scope));
    list.replace(scope, {}, with.stage.now());
}

// Instead of those of the same scope, or of those for all.
template <class Effect>
http::response set_rules(mock_state& with, rules<Effect>& list, rules_read<Effect> read,
                         const http::request& from)
{
    if (!read.mistakes.empty()) return control_mistakes(read.mistakes);
    const auto scope = asked_scope(from).value_or("");
    if (read.list.size() + list.size_beside(scope) > rules_max)
        return control_problem(413, "There can be 10000 rules at most.");
    end_rules(with, list, scope);
    list.replace(scope, std::move(read.list), with.stage.now());
    return control_answer(json::object{{"rules", list.size()}});
}

}  // namespace

http::response replace_fixtures(mock_state& with, const http::request& from)
{
    auto read = fixtures_of(from, {});
    if (auto* refused = std::get_if<http::response>(&read)) return std::move(*refused);
    with.from_files.clear();
    with.files = mock_state::file_fixtures::set_aside;
    with.from_control = std::move(std::get<std::vector<fixture>>(read));
    with.use_fixtures();
    return told(with);
}

http::response add_fixtures(mock_state& with, const http::request& from)
{
    auto read = fixtures_of(from, with.answers.fixtures().in_order());
    if (auto* refused = std::get_if<http::response>(&read)) return std::move(*refused);
    for (auto& each : std::get<std::vector<fixture>>(read)) with.from_control.push_back(std::move(each));
    with.use_fixtures();
    return told(with);
}

http::response remove_fixtures(mock_state& with, const http::request& from)
{
    const auto name = http::query_value(from.query, "name");
    const auto goes = [&name](const fixture& each) { return !name || each.name == *name; };
    if (name)
        for (const auto& each : with.from_files)
            if (goes(each)) with.removed.insert(removal_of(each));
    const auto of_files = std::erase_if(with.from_files, goes);
    const auto of_control = std::erase_if(with.from_control, goes);
    if (name && of_files + of_control == 0) return control_problem(404, "There is no fixture of that name.");
    if (!name) with.files = mock_state::file_fixtures::set_aside;
    with.use_fixtures();
    return told(with);
}

http::response set_faults(mock_state& with, const http::request& from)
{
    return set_rules(with, with.faults, read_fault_rules(from.body, "body"), from);
}

http::response set_latency(mock_state& with, const http::request& from)
{
    const auto parsed = parse_document(from.body, "body");
    if (!parsed.mistakes.empty()) return control_mistakes(parsed.mistakes);
    if (parsed.root.is == node::kind::list)
        return set_rules(with, with.delays, read_latency_rules(from.body, "body"), from);
    mistakes wrong("body");
    auto wanted = read_wanted_times(parsed.root, wrong);
    if (wrong.size() > 0) return control_mistakes(wrong.take());
    if (!asked_scope(from).value_or("").empty())  // of one test: as a rule for all its requests
        return set_rules(with, with.delays, {{{.does = std::move(wanted)}}}, from);
    // `speed` here is that of everything, fixtures included, as on the command line.
    if (parsed.root.find("speed") != nullptr) with.settings.speed = wanted.speed;
    if (wanted.instead) with.settings.times = std::move(*wanted.instead);
    with.use_times();
    return control_answer(json::object{{"speed", with.settings.speed}});
}

http::response set_limits(mock_state& with, const http::request& from)
{
    const auto read = read_window_limits(from.body, "body");
    if (!read.mistakes.empty()) return control_mistakes(read.mistakes);
    with.settings.limits = read.limits;
    with.limits.replace(read.limits);
    return control_answer(json::object{{"requests", read.limits.requests_max},
                                       {"tokens", read.limits.tokens_max},
                                       {"window_ms", read.limits.window.count()}});
}

http::response reset(mock_state& with, const http::request& from)
{
    if (const auto scope = asked_scope(from)) {
        with.kept.reset(*scope);
        with.answers.reset(*scope);
        end_rules(with, with.faults, *scope);
        end_rules(with, with.delays, *scope);
        with.stage.reset(*scope);
    } else {
        with.kept.reset();
        with.problems.note(wrong_calls(with.answers, [&with](const fixture& each) {
            return with.answers.calls_of(each.name) > 0;  // others may be called after it
        }));
        with.problems.note(with.faults.never_met());
        with.problems.note(with.delays.never_met());
        with.problems.note(with.login.never_failed());
        with.answers.reset();
        with.faults.clear();
        with.delays.clear();
        with.times_began = with.stage.now();
        with.limits.replace(with.settings.limits);
        with.stage.reset();
        with.login.use(with.settings.logins);
    }
    return control_answer(json::object{{"missed", with.counts.missed}});
}

http::response advance_clock(mock_state& with, const http::request& from)
{
    if (with.stage.kind() == clock_kind::real)
        return control_problem(409, "This clock is the real one: start the mock with --virtual-clock.");
    const auto parsed = parse_document(from.body, "body");
    if (!parsed.mistakes.empty()) return control_mistakes(parsed.mistakes);
    mistakes wrong("body");
    member_reader members(parsed.root, "a clock", {"advance_ms"}, wrong);
    const auto by = members.number("advance_ms", 0, advance_ms_max);
    if (members.is_map() && !members.has("advance_ms")) wrong.add(parsed.root, "say `advance_ms`");
    if (wrong.size() > 0) return control_mistakes(wrong.take());
    with.stage.advance(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double, std::milli>(*by)));
    return show_clock(with, from);
}

http::response release_pause(mock_state& with, const http::request& from)
{
    const auto parsed = parse_document(from.body, "body");
    if (!parsed.mistakes.empty()) return control_mistakes(parsed.mistakes);
    mistakes wrong("body");
    member_reader members(parsed.root, "a release", {"release"}, wrong);
    const auto name = members.text("release");
    if (members.is_map() && !members.has("release"))
        wrong.add(parsed.root, "say which pause to `release`, by its name");
    if (wrong.size() > 0) return control_mistakes(wrong.take());
    const auto scope = asked_scope(from).value_or("");
    return control_answer(json::object{{"released", with.stage.release({scope, *name})}});
}

}  // namespace parley::mock
