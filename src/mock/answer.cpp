#include "mock/answer.hpp"

#include "mock/fault_header.hpp"
#include "mock/identity/login_answer.hpp"
#include "mock/identity/serve_login.hpp"
#include "mock/identity/token_guard.hpp"
#include "mock/wire/listed_script.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

constexpr unsigned status_of_a_miss = 501;

// A status that no real model answers with, and a word to official clients not to try again.
http::response miss_answer(const miss& from)
{
    boost::json::object error{{"message", from.sentence},
                              {"type", "mock_error"},
                              {"param", nullptr},
                              {"code", name_of(from.because)}};
    const boost::json::object body{{"error", std::move(error)}, {"mock", to_json(from)}};
    return {status_of_a_miss,
            {{"Content-Type", "application/json"}, {"x-should-retry", "false"}},
            boost::json::serialize(body) + "\n"};
}

// Ends an entry when the handler does, however that is: a cancelled one is a reader who left.
class recorded {
public:
    recorded(mock_state& with, std::shared_ptr<journal_entry> entry) : with_(with), entry_(std::move(entry))
    {
    }
    recorded(const recorded&) = delete;
    recorded& operator=(const recorded&) = delete;

    ~recorded()
    {
        auto& entry = *entry_;
        entry.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                           entry.began);
        entry.reader_left = !entry.answer.ended;
        with_.counts.bytes += entry.answer.bytes;
        with_.counts.writes += entry.answer.writes;
        with_.counts.late_writes += entry.answer.late;
        if (entry.reader_left) ++with_.counts.readers_left;
    }

private:
    mock_state& with_;
    std::shared_ptr<journal_entry> entry_;
};

void note_miss(mock_state& with, journal_entry& entry, const miss& missed)
{
    entry.what = journal_entry::outcome::missed;
    entry.missed = missed;
    if (missed.because == miss::why::tie) ++with.counts.ties;
    if (missed.because == miss::why::loop) ++with.counts.loops;
    with.note_miss("Request " + std::to_string(entry.number) + " (" + entry.request.method + " " +
                   entry.request.path + "): " + missed.sentence);
}

std::shared_ptr<const reply> with_speed(std::shared_ptr<const reply> says, double speed)
{
    if (speed == 1 || !says->times) return says;
    auto made = *says;
    made.times->speed *= speed;
    return std::make_shared<const reply>(std::move(made));
}

// A header that cannot be read is a mistake of the test, and no answer of a model.
std::optional<miss> bad_fault(const asked& what)
{
    const auto wish = what.headers.find(fault_header);
    if (!wish) return std::nullopt;
    const auto read = read_fault(*wish);
    if (read) return std::nullopt;
    return miss{miss::why::bad_fault, read.error().detail};
}

// The fault that the request or the control plane asks for; its header, if any, has been found good.
std::shared_ptr<const reply> with_faults(mock_state& with, const asked& what, const journal_entry& entry,
                                         std::shared_ptr<const reply> says)
{
    if (const auto wish = what.headers.find(fault_header)) {
        const auto read = read_fault(*wish);
        fault_rule asked_for;
        if (const auto* error = std::get_if<error_reply>(&*read))
            asked_for.error = *error;
        else
            asked_for.failure = std::get<fault>(*read);
        return with_fault(says, asked_for);
    }
    if (with.faults.size() == 0) return says;
    const auto* rule = with.faults.pick(facts(what, entry.nth), entry.number);
    return rule == nullptr ? says : with_fault(says, *rule);
}

struct planned {
    std::shared_ptr<const reply> says = {};
    std::optional<miss> missed = {};
};

planned refusal(mock_state& with, journal_entry& entry, const error_reply& says, http::fields headers = {})
{
    entry.what = journal_entry::outcome::refused;
    ++with.counts.refused;
    reply made;
    made.content = says;
    made.headers = std::move(headers);
    return {std::make_shared<const reply>(std::move(made))};
}

void note_problem(mock_state& with, const journal_entry& entry, const std::string& what)
{
    with.problems.note("Request " + std::to_string(entry.number) + " (" + entry.request.method + " " +
                       entry.request.path + ")" + what);
}

void note_refused(mock_state& with, const journal_entry& entry, const error_reply& says)
{
    if (with.settings.rules.refused_requests == run_rules::refused::is_fine) return;
    note_problem(with, entry,
                 " was refused with " + std::to_string(says.status) +
                     (says.message.empty() ? "." : ": " + says.message) + " --allow-refused allows it.");
}

void note_warning(mock_state& with, const journal_entry& entry, const std::string& warning)
{
    if (warning.empty() || with.settings.rules.refused_requests == run_rules::refused::is_fine) return;
    note_problem(with, entry, ": " + warning + " --allow-refused allows it.");
}

// Those of a fixture itself are right even so.
std::shared_ptr<const reply> with_headers(std::shared_ptr<const reply> says, const http::fields& more)
{
    if (more.begin() == more.end()) return says;
    auto made = *says;
    for (const auto& [name, value] : more)
        if (!made.headers.find(name)) made.headers.add(name, value);
    return std::make_shared<const reply>(std::move(made));
}

void note_asked(journal_entry& entry, const asked& what)
{
    entry.where = what.at;
    entry.model = what.model;
    entry.scope = what.scope;
    entry.key_hash = what.key_hash;
    entry.stream = what.stream;
}

// What to answer. Writes into `entry` who said so.
planned plan(mock_state& with, const read_outcome& read, std::size_t body_hash, journal_entry& entry)
{
    note_asked(entry, read.what);
    if (auto bad = bad_fault(read.what)) return {{}, std::move(bad)};
    if (read.refused) {
        note_refused(with, entry, *read.refused);
        return refusal(with, entry, *read.refused);
    }
    rate_limits::verdict counted;
    if (with.limits.are_set() && read.what.at != endpoint::models)
        counted = with.limits.take(read.what, with.stage.now());
    if (counted.refused) return refusal(with, entry, *counted.refused, std::move(counted.headers));
    const bool lists_models =
        !with.host && read.what.at == endpoint::models && !with.answers.fixtures().names(endpoint::models);
    if (lists_models) {
        entry.what = journal_entry::outcome::defaulted;
        ++with.counts.defaulted;
        ++with.counts.listings;
        return {std::make_shared<const reply>()};
    }
    auto decided = with.answers.decide(read.what, body_hash);
    entry.nth = with.answers.requests_of(read.what.scope);
    if (auto* missed = std::get_if<miss>(&decided)) return {{}, std::move(*missed)};
    auto& found = std::get<found_reply>(decided);
    entry.fixture = found.fixture;
    note_warning(with, entry, read.warning);
    entry.warning = read.warning + (read.warning.empty() || found.warning.empty() ? "" : " ") + found.warning;
    if (!found.warning.empty()) ++with.counts.ties;
    const bool is_default = found.fixture.empty();
    entry.what = is_default ? journal_entry::outcome::defaulted : journal_entry::outcome::answered;
    ++(is_default ? with.counts.defaulted : with.counts.answered);
    auto says = with_headers(std::move(found.says), counted.headers);
    return {with_faults(with, read.what, entry, std::move(says))};
}

// A path that is none of a model's: a client that asks for it would never see a fixture.
miss unknown_path(const http::request& from)
{
    return {miss::why::no_match,
            "There is no API at " + from.path +
                ": the base URL of a client ends in /v1, and Azure's paths begin with /openai."};
}

std::unique_ptr<script> script_of(mock_state& with, journal_entry& entry, const miss& missed)
{
    note_miss(with, entry, missed);
    auto answer = miss_answer(missed);
    send_head head{answer.status, std::move(answer.headers), std::move(answer.body)};
    return std::make_unique<listed_script>(std::vector<step>{std::move(head), ending::whole}, std::string());
}

std::unique_ptr<script> script_of(mock_state& with, journal_entry& entry, http::response refused)
{
    entry.what = journal_entry::outcome::refused;
    ++with.counts.refused;
    send_head head{refused.status, std::move(refused.headers), std::move(refused.body)};
    return std::make_unique<listed_script>(std::vector<step>{std::move(head), ending::whole}, std::string());
}

// What a fixture, or another answer to the same request, could still say.
bool is_for_host(const mock_state& with, const miss& missed)
{
    return with.host && (missed.because == miss::why::no_match || missed.because == miss::why::used_up);
}

// Nothing: a real model is to answer.
std::unique_ptr<script> write_script(mock_state& with, http::request from, journal_entry& entry)
{
    if (!is_model_path(from.path)) {
        if (with.host) return nullptr;
        return script_of(with, entry, unknown_path(from));
    }
    if (with.login.settings.demands.need == token_demands::tokens::required)
        if (auto refused = refuse_without_token(with.login, from.headers, login_now(with)))
            return script_of(with, entry, std::move(*refused));
    const auto body_hash = std::hash<std::string>{}(from.body);
    const auto read = read_request(std::move(from), with.settings.reading);
    auto what = plan(with, read, body_hash, entry);
    if (what.missed && is_for_host(with, *what.missed)) return nullptr;
    if (what.missed) return script_of(with, entry, *what.missed);
    auto settings = with.settings.writing;
    settings.number = entry.number;
    settings.times = with.times_in_force;
    return make_script(read.what, with_speed(std::move(what.says), with.settings.speed), settings);
}

void note_unmet(mock_state& with, const journal_entry& entry, const std::string& unmet)
{
    if (unmet.empty()) return;
    note_problem(with, entry,
                 ": " + (entry.fixture.empty() ? "" : "fixture \"" + entry.fixture + "\", ") + unmet + ".");
}

asio::awaitable<result<void>> play_recorded(mock_state& with, std::shared_ptr<journal_entry> entry,
                                            std::unique_ptr<script> written, http::exchange& to)
{
    const recorded until_the_end(with, entry);
    auto played = co_await play(*written, to, with.stage, entry->answer);
    if (entry->answer.ended)  // else its reader left, who may have had enough
        note_unmet(with, *entry, written->unmet());
    co_return played;
}

asio::awaitable<result<void>> login_recorded(mock_state& with, std::shared_ptr<journal_entry> entry,
                                             login_source at, http::request from, http::exchange& to)
{
    const recorded until_the_end(with, entry);
    co_return co_await serve_login(with, at, std::move(from), to, *entry);
}

// What the answer is to be recorded under; nothing, and a word about it, when no fixture could give it again.
std::optional<recorded_request> recordable(mock_state& with, const http::request& from,
                                           const read_outcome& read, std::size_t number)
{
    if (with.host->mode() == recording_mode::proxy) return std::nullopt;
    std::string why = "fixtures know nothing of " + from.method + " " + from.path;
    if (is_model_path(from.path) && from.method != "HEAD") {
        if (!read.refused) return describe(read.what, key_finder(from));
        why = "the mock itself refuses such a request";
    }
    with.host->note_unrecorded(number, why);
    return std::nullopt;
}

// A fault that the header or the control plane asks for, instead of the real model's answer.
std::unique_ptr<script> write_fault(mock_state& with, const read_outcome& read, journal_entry& entry)
{
    if (const auto bad = bad_fault(read.what)) return script_of(with, entry, *bad);
    const auto none = std::make_shared<const reply>();
    auto says = with_faults(with, read.what, entry, none);
    if (says == none) return nullptr;
    if (says->failure && says->failure->at != fault::place::before_head)
        return script_of(with, entry,
                         miss{miss::why::bad_fault,
                              "An answer that is passed on takes errors, and faults at before_head."});
    ++with.counts.answered;
    auto settings = with.settings.writing;
    settings.number = entry.number;
    return make_script(read.what, std::move(says), settings);
}

asio::awaitable<result<void>> pass_on_recorded(mock_state& with, std::shared_ptr<journal_entry> entry,
                                               http::request from, http::exchange& to)
{
    const recorded until_the_end(with, entry);
    std::unique_ptr<script> failing;
    std::optional<recorded_request> about;
    {
        const auto read = read_request(from, with.settings.reading);
        note_asked(*entry, read.what);
        if (entry->nth == 0) entry->nth = entry->number;  // no fixture was looked for
        failing = write_fault(with, read, *entry);
        if (!failing) about = recordable(with, from, read, entry->number);
    }
    if (failing) co_return co_await play(*failing, to, with.stage, entry->answer);
    entry->what = journal_entry::outcome::passed_on;
    ++with.counts.passed_on;
    co_return co_await with.host->pass_on(std::move(from), std::move(about), entry->number, to,
                                          entry->answer);
}

}  // namespace

// No coroutine: what the reading took up is gone while the answer plays, and an open stream is to be small.
asio::awaitable<result<void>> answer_request(mock_state& with, http::request from, http::exchange& to)
{
    auto entry = with.kept.begin(from);
    ++with.counts.requests;
    if (const auto at = find_login_source(from))
        return login_recorded(with, std::move(entry), *at, std::move(from), to);
    if (with.host && with.host->mode() != recording_mode::record_on_miss)
        return pass_on_recorded(with, std::move(entry), std::move(from), to);
    const auto kept = with.host ? std::make_unique<http::request>(from) : nullptr;
    auto written = write_script(with, std::move(from), *entry);
    if (!written) return pass_on_recorded(with, std::move(entry), std::move(*kept), to);
    return play_recorded(with, std::move(entry), std::move(written), to);
}

}  // namespace parley::mock
