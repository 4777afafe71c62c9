#include "mock/answer_plan.hpp"

#include "mock/answer_notes.hpp"

namespace parley::mock {
namespace {

planned refusal(mock_state& with, journal_entry& entry, const error_reply& says, http::fields headers = {})
{
    entry.what = journal_entry::outcome::refused;
    ++with.counts.refused;
    reply made;
    made.content = says;
    made.headers = std::move(headers);
    return {std::make_shared<const reply>(std::move(made))};
}

// Those of a fixture itself are right even so; an error makes none up beside them.
std::shared_ptr<const reply> with_headers(std::shared_ptr<const reply> says, const http::fields& more)
{
    if (more.begin() == more.end()) return says;
    auto made = *says;
    for (const auto& [name, value] : more)
        if (!made.headers.find(name)) made.headers.add(name, value);
    if (auto* error = std::get_if<error_reply>(&made.content))
        error->limits = error_reply::limits_told::by_reply;
    return std::make_shared<const reply>(std::move(made));
}

std::shared_ptr<const reply> with_wanted_times(mock_state& with, const asked& what, const wishes& wished,
                                               const journal_entry& entry, std::shared_ptr<const reply> says)
{
    const auto& usual = with.settings.times;
    if (wished.times) return with_times(says, *wished.times, usual);
    if (with.delays.size() == 0) return says;
    const auto* times = with.delays.pick(facts(what, entry.nth), entry.number, with.stage.now());
    return times == nullptr ? says : with_times(says, *times, usual);
}

bool lists_models_unasked(const mock_state& with, const asked& what)
{
    return !with.host && what.at == endpoint::models && !with.answers.fixtures().names(endpoint::models);
}

std::shared_ptr<const reply> note_listing(mock_state& with, journal_entry& entry)
{
    entry.what = journal_entry::outcome::defaulted;
    ++with.counts.defaulted;
    ++with.counts.listings;
    return std::make_shared<const reply>();
}

void note_found(mock_state& with, journal_entry& entry, const found_reply& found, const std::string& warning)
{
    entry.fixture = found.fixture;
    note_warning(with, entry, warning);
    entry.warning = warning + (warning.empty() || found.warning.empty() ? "" : " ") + found.warning;
    if (!found.warning.empty()) ++with.counts.ties;
    const bool is_default = found.fixture.empty();
    entry.what = is_default ? journal_entry::outcome::defaulted : journal_entry::outcome::answered;
    ++(is_default ? with.counts.defaulted : with.counts.answered);
}

// What a fixture or a default says, before anybody's wishes.
std::variant<std::shared_ptr<const reply>, miss> find_answer(mock_state& with, const read_outcome& read,
                                                             std::size_t body_hash, journal_entry& entry)
{
    if (lists_models_unasked(with, read.what)) return note_listing(with, entry);
    auto decided = with.answers.decide(read.what, body_hash);
    entry.nth = with.answers.requests_of(read.what.scope);
    if (auto* missed = std::get_if<miss>(&decided)) return std::move(*missed);
    auto& found = std::get<found_reply>(decided);
    note_found(with, entry, found, read.warning);
    return std::move(found.says);
}

}  // namespace

std::shared_ptr<const reply> with_wanted_fault(mock_state& with, const asked& what, const wishes& wished,
                                               const journal_entry& entry, std::shared_ptr<const reply> says)
{
    if (wished.failure) return with_fault(says, *wished.failure);
    if (with.faults.size() == 0) return says;
    const auto* failure = with.faults.pick(facts(what, entry.nth), entry.number, with.stage.now());
    return failure == nullptr ? says : with_fault(says, *failure);
}

planned plan_answer(mock_state& with, const read_outcome& read, std::size_t body_hash, journal_entry& entry)
{
    note_asked(entry, read.what);
    auto wished = read_wishes(read.what.headers);
    if (auto* bad = std::get_if<miss>(&wished)) return {{}, std::move(*bad)};
    if (read.refused) {
        note_refused(with, entry, *read.refused);
        return refusal(with, entry, *read.refused);
    }
    rate_limits::verdict counted;
    if (with.limits.are_set() && read.what.at != endpoint::models)
        counted = with.limits.take(read.what, with.stage.now());
    if (counted.refused) return refusal(with, entry, *counted.refused, std::move(counted.headers));
    auto found = find_answer(with, read, body_hash, entry);
    if (auto* missed = std::get_if<miss>(&found)) return {{}, std::move(*missed)};
    const auto& wanted = std::get<wishes>(wished);
    auto says = std::move(std::get<std::shared_ptr<const reply>>(found));
    says = with_wanted_times(with, read.what, wanted, entry, std::move(says));
    says = with_wanted_fault(with, read.what, wanted, entry, std::move(says));
    return {with_headers(std::move(says), counted.headers)};
}

}  // namespace parley::mock
