#include "mock/local_mock.hpp"

#include "base/whole_file.hpp"
#include "mock/fixtures/condition_reader.hpp"
#include "mock/fixtures/fixture_reader.hpp"
#include "mock/mock_host.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <stdexcept>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

// A fixture in the making: its replies can still change.
struct draft {
    fixture made;
    std::vector<reply> replies = {};
    std::optional<after_last> then = {};
};

fixture finished(const draft& from)
{
    auto made = from.made;
    for (const auto& each : from.replies) made.replies.push_back({std::make_shared<const reply>(each)});
    const auto usual = from.replies.size() == 1 ? after_last::repeat : after_last::fail;
    made.then = from.then.value_or(usual);
    return made;
}

spread fixed_wait(std::chrono::milliseconds time)
{
    return {.mean_ms = static_cast<double>(time.count())};
}

}  // namespace

struct local_mock::parts {
    failure_handler report;
    no_log log = {};
    std::unique_ptr<mock_host> host = {};
    std::vector<draft> drafts = {};    // touched within `ask` only, like all below
    std::vector<fixture> loaded = {};  // from texts and files
    bool is_told = false;

    // Changes what it answers by `what`, from the next request on.
    template <class Change>
    void change(Change what)
    {
        host->ask([this, &what](mock_server& server) {
            what();
            auto all = loaded;
            for (const auto& each : drafts)
                if (!each.replies.empty()) all.push_back(finished(each));
            server.use(std::move(all));
        });
    }

    // `place`, or `place #2` when that is taken.
    std::string free_name(const std::string& place) const
    {
        const auto is_taken = [this](const std::string& name) {
            return std::ranges::any_of(drafts, [&](const draft& each) { return each.made.name == name; });
        };
        auto name = place;
        for (int n = 2; is_taken(name); ++n) name = place + " #" + std::to_string(n);
        return name;
    }

    // Looks until it is so, or `until` has passed: the mock does not call back.
    template <class Question>
    bool becomes_true(deadline until, Question what)
    {
        while (!host->ask(what)) {
            if (std::chrono::steady_clock::now() >= until) return false;
            std::this_thread::sleep_for(1ms);
        }
        return true;
    }
};

text_condition exactly(std::string text)
{
    return {text_condition::kind::exact, std::move(text)};
}

text_condition begins_with(std::string text)
{
    return {text_condition::kind::prefix, std::move(text)};
}

text_condition ends_with(std::string text)
{
    return {text_condition::kind::suffix, std::move(text)};
}

text_condition contains(std::string text)
{
    return {text_condition::kind::contains, std::move(text)};
}

text_condition matches(const std::string& regular_expression)
{
    auto compiled = pattern::compile(regular_expression);
    if (!compiled) throw std::invalid_argument(compiled.error().detail);
    return {text_condition::kind::regex, regular_expression, std::move(*compiled)};
}

mock_settings local_mock::strict()
{
    mock_settings made;
    made.rules.unused_fixtures = run_rules::unused::is_problem;
    return made;
}

local_mock::local_mock(failure_handler report, mock_settings settings) : parts_(new parts{std::move(report)})
{
    auto host = mock_host::start({}, std::move(settings), {}, parts_->log);
    if (!host) throw std::runtime_error(host.error().detail);
    parts_->host = std::move(*host);
}

local_mock::~local_mock()
{
    if (parts_->is_told) return;
    for (const auto& problem : finish().problems) parts_->report(problem);
}

std::string local_mock::azure_url() const
{
    return "http://127.0.0.1:" + std::to_string(parts_->host->port());
}

std::string local_mock::url() const
{
    return azure_url() + "/v1";
}

std::string local_mock::url_with(const faulty_port& what)
{
    const auto port =
        parts_->host->ask([&](mock_server& server) { return server.state().ports->open(what); });
    if (!port) throw std::runtime_error(port.error().detail);
    return "http://127.0.0.1:" + std::to_string(*port) + "/v1";
}

scripted local_mock::when(conditions what, const char* file, int line)
{
    const std::string_view path(file);
    const auto place = std::string(path.substr(path.find_last_of('/') + 1)) + ":" + std::to_string(line);
    if (what.normalised) ignore_case_of_patterns(what);
    std::size_t position = 0;
    parts_->change([&] {
        position = parts_->drafts.size();
        fixture made{.name = parts_->free_name(place), .when = std::move(what)};
        made.file = file;
        made.line = static_cast<std::size_t>(line);
        parts_->drafts.push_back({std::move(made)});
    });
    return {*parts_, position};
}

void local_mock::load(std::string_view text, const std::string& name)
{
    auto read = read_fixtures(text, name);
    for (const auto& each : read.mistakes) parts_->report(to_line(each));
    if (!read.mistakes.empty()) return;
    parts_->change([&] { std::ranges::move(read.fixtures, std::back_inserter(parts_->loaded)); });
}

void local_mock::load_file(const std::string& path)
{
    const auto text = read_whole_file(path);
    if (text) return load(*text, path);
    parts_->report(path + " " + text.error().detail + ": name a file of fixtures");
}

std::vector<journal_entry> local_mock::requests() const
{
    return parts_->host->ask([](mock_server& server) {
        std::vector<journal_entry> all;
        for (const auto& each : server.state().kept.entries()) all.push_back(*each);
        return all;
    });
}

void local_mock::release(const std::string& point)
{
    parts_->host->ask([&](mock_server& server) { server.state().stage.release({.name = point}); });
}

bool local_mock::waits_at(const std::string& point, deadline until) const
{
    return parts_->becomes_true(
        until, [&](mock_server& server) { return server.state().stage.paused().contains(point); });
}

bool local_mock::reader_left(deadline until) const
{
    return parts_->becomes_true(until,
                                [](mock_server& server) { return server.state().counts.readers_left > 0; });
}

void local_mock::advance(std::chrono::nanoseconds by)
{
    parts_->host->ask([by](mock_server& server) { server.state().stage.advance(by); });
}

receipt local_mock::finish()
{
    parts_->host->stop();
    return parts_->host->ask([this](mock_server& server) {
        parts_->is_told = true;
        auto made = server.sum_up();
        for (const auto& each : parts_->drafts)
            if (each.replies.empty())
                made.problems.push_back("\"" + each.made.name + "\" says when, and no answer: add a reply.");
        return made;
    });
}

scripted scripted::add(mock::reply one)
{
    parts_->change([&] { parts_->drafts[position_].replies.push_back(std::move(one)); });
    return *this;
}

template <class Change>
scripted scripted::change(Change what)
{
    std::string problem;
    parts_->change([&] {
        auto& of = parts_->drafts[position_];
        if (of.replies.empty())
            problem = "\"" + of.made.name +
                      "\" changes an answer before there is one: say reply, call_tool or "
                      "fail first.";
        else
            what(of.replies.back());
    });
    if (!problem.empty()) parts_->report(problem);
    return *this;
}

scripted scripted::reply(std::string text)
{
    return add({.content = text_reply{.text = std::move(text)}});
}

scripted scripted::reply(mock::reply whole)
{
    return add(std::move(whole));
}

scripted scripted::call_tool(std::string name, std::string arguments)
{
    text_reply calls;
    calls.tool_calls.push_back({.name = std::move(name), .arguments = std::move(arguments)});
    return add({.content = std::move(calls)});
}

scripted scripted::fail(unsigned status, std::optional<std::chrono::milliseconds> retry_after)
{
    return add({.content = error_reply{.status = status, .retry_after = retry_after}});
}

scripted scripted::by_words(std::size_t words)
{
    return change([words](mock::reply& last) { last.chunks = {chunking::unit::words, words}; });
}

scripted scripted::in_pieces(std::vector<std::string> of)
{
    std::string problem;
    change([&](mock::reply& last) {
        const auto* text = std::get_if<text_reply>(&last.content);
        const auto whole = std::accumulate(of.begin(), of.end(), std::string());
        if (text == nullptr || text->text != whole)
            problem = "The pieces make up \"" + whole + "\", which is not the text of the answer.";
        last.chunks = {.by = chunking::unit::given, .pieces = std::move(of)};
    });
    if (!problem.empty()) parts_->report(problem);
    return *this;
}

scripted scripted::after(std::chrono::milliseconds to_first, std::chrono::milliseconds per_event)
{
    return change([to_first, per_event](mock::reply& last) {
        last.times = timing{.to_first = fixed_wait(to_first), .per_event = fixed_wait(per_event)};
    });
}

scripted scripted::waiting_after(const std::string& text, const std::string& point)
{
    std::string problem;
    change([&](mock::reply& last) {
        auto* words = std::get_if<text_reply>(&last.content);
        const auto at = words == nullptr ? std::string::npos : words->text.find(text);
        if (at == std::string::npos) {
            problem = "The answer has no \"" + text + "\" after which it could wait at \"" + point + "\".";
            return;
        }
        words->pauses.push_back({point, at + text.size()});
        std::ranges::sort(words->pauses, {}, &text_reply::pause::at);
    });
    if (!problem.empty()) parts_->report(problem);
    return *this;
}

scripted scripted::using_tokens(usage_reply count)
{
    return change([count](mock::reply& last) {
        if (auto* text = std::get_if<text_reply>(&last.content)) text->usage = count;
    });
}

scripted scripted::with_header(std::string name, std::string value)
{
    return change([&](mock::reply& last) { last.headers.set(name, std::move(value)); });
}

scripted scripted::broken(fault_kind how, std::size_t after_events)
{
    return change([how, after_events](mock::reply& last) {
        last.failure = fault{.kind = how, .events = after_events};
    });
}

scripted scripted::times(std::size_t requests)
{
    parts_->change([&] { parts_->drafts[position_].made.expected_calls = requests; });
    return *this;
}

scripted scripted::repeating()
{
    parts_->change([&] { parts_->drafts[position_].then = after_last::repeat; });
    return *this;
}

scripted scripted::cycling()
{
    parts_->change([&] { parts_->drafts[position_].then = after_last::cycle; });
    return *this;
}

}  // namespace parley::mock
