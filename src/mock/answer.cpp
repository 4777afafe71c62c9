#include "mock/answer.hpp"

#include "mock/fault_header.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

constexpr std::size_t misses_told_max = 20;
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
    ++with.counts.missed;
    if (missed.because == miss::why::tie) ++with.counts.ties;
    if (missed.because == miss::why::loop) ++with.counts.loops;
    if (with.first_misses.size() < misses_told_max)
        with.first_misses.push_back("Request " + std::to_string(entry.number) + " (" + entry.request.method +
                                    " " + entry.request.path + "): " + missed.sentence);
}

std::shared_ptr<const reply> with_speed(std::shared_ptr<const reply> says, double speed)
{
    if (speed == 1 || !says->times) return says;
    auto made = *says;
    made.times->speed *= speed;
    return std::make_shared<const reply>(std::move(made));
}

// The fault that the request or the control plane asks for. A header that cannot be read is told as such.
std::shared_ptr<const reply> with_faults(mock_state& with, const asked& what, std::size_t number,
                                         std::shared_ptr<const reply> says)
{
    if (const auto wish = what.headers.find(fault_header)) {
        const auto read = read_fault(*wish);
        fault_rule asked_for;
        if (!read)
            asked_for.error =
                error_reply{.status = 400, .code = "mock_bad_fault", .message = read.error().detail};
        else if (const auto* error = std::get_if<error_reply>(&*read))
            asked_for.error = *error;
        else
            asked_for.failure = std::get<fault>(*read);
        return with_fault(says, asked_for);
    }
    if (with.faults.size() == 0) return says;
    const auto* rule = with.faults.pick(facts(what, number), number);
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

// Those of a fixture itself are right even so.
std::shared_ptr<const reply> with_headers(std::shared_ptr<const reply> says, const http::fields& more)
{
    if (more.begin() == more.end()) return says;
    auto made = *says;
    for (const auto& [name, value] : more)
        if (!made.headers.find(name)) made.headers.add(name, value);
    return std::make_shared<const reply>(std::move(made));
}

// What to answer. Writes into `entry` who said so.
planned plan(mock_state& with, const read_outcome& read, std::size_t body_hash, journal_entry& entry)
{
    entry.where = read.what.at;
    entry.model = read.what.model;
    entry.scope = read.what.scope;
    entry.stream = read.what.stream;
    if (read.refused) return refusal(with, entry, *read.refused);
    rate_limits::verdict counted;
    if (with.limits.are_set() && read.what.at != endpoint::models)
        counted = with.limits.take(read.what, with.stage.now());
    if (counted.refused) return refusal(with, entry, *counted.refused, std::move(counted.headers));
    const bool lists_models =
        read.what.at == endpoint::models && !with.answers.fixtures().names(endpoint::models);
    if (lists_models) {
        entry.what = journal_entry::outcome::defaulted;
        ++with.counts.defaulted;
        return {std::make_shared<const reply>()};
    }
    auto decided = with.answers.decide(read.what, body_hash);
    if (auto* missed = std::get_if<miss>(&decided)) return {{}, std::move(*missed)};
    auto& found = std::get<found_reply>(decided);
    entry.fixture = found.fixture;
    entry.warning = found.warning;
    if (!found.warning.empty()) ++with.counts.ties;
    const bool is_default = found.fixture.empty();
    entry.what = is_default ? journal_entry::outcome::defaulted : journal_entry::outcome::answered;
    ++(is_default ? with.counts.defaulted : with.counts.answered);
    auto says = with_headers(std::move(found.says), counted.headers);
    return {with_faults(with, read.what, entry.number, std::move(says))};
}

asio::awaitable<result<void>> send_miss(miss missed, http::exchange& to, played& report)
{
    auto answer = miss_answer(missed);
    report.status = answer.status;
    report.bytes = answer.body.size();
    report.writes = 1;
    auto sent = co_await to.send(std::move(answer));
    report.ended = sent.has_value();
    co_return sent;
}

// A path that is none of a model's: a client that asks for it would never see a fixture.
miss unknown_path(const http::request& from)
{
    return {miss::why::no_match,
            "There is no API at " + from.path +
                ": the base URL of a client ends in /v1, and Azure's paths begin with /openai."};
}

}  // namespace

asio::awaitable<result<void>> answer_request(mock_state& with, http::request from, http::exchange& to)
{
    auto entry = with.kept.begin(from);
    const recorded until_the_end(with, entry);
    ++with.counts.requests;
    if (!is_model_path(from.path)) {
        auto missed = unknown_path(from);
        note_miss(with, *entry, missed);
        co_return co_await send_miss(std::move(missed), to, entry->answer);
    }
    std::unique_ptr<script> written;
    {
        // Not kept while the answer plays: it holds the request, and an open stream is to be small.
        const auto body_hash = std::hash<std::string>{}(from.body);
        const auto read = read_request(std::move(from), with.settings.reading);
        auto what = plan(with, read, body_hash, *entry);
        if (what.missed) {
            note_miss(with, *entry, *what.missed);
            co_return co_await send_miss(std::move(*what.missed), to, entry->answer);
        }
        auto settings = with.settings.writing;
        settings.number = entry->number;
        settings.times = with.times_in_force;
        written = make_script(read.what, with_speed(std::move(what.says), with.settings.speed), settings);
    }
    co_return co_await play(*written, to, with.stage, entry->answer);
}

}  // namespace parley::mock
