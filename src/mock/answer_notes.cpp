#include "mock/answer_notes.hpp"

namespace parley::mock {
namespace {

std::string described(const journal_entry& entry)
{
    return "Request " + std::to_string(entry.number) + " (" + entry.request.method + " " +
           entry.request.path + ")";
}

}  // namespace

recorded::recorded(mock_state& with, std::shared_ptr<journal_entry> entry)
    : with_(with), entry_(std::move(entry))
{
    ++with_.under_way;
}

recorded::~recorded()
{
    auto& entry = *entry_;
    entry.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - entry.began);
    entry.reader_left = !entry.answer.ended;
    --with_.under_way;
    with_.counts.bytes += entry.answer.bytes;
    with_.counts.writes += entry.answer.writes;
    with_.counts.late_writes += entry.answer.late;
    if (entry.reader_left) ++with_.counts.readers_left;
}

void note_asked(journal_entry& entry, const asked& what)
{
    entry.where = what.at;
    entry.model = what.model;
    entry.scope = what.scope;
    entry.key_hash = what.key_hash;
    entry.stream = what.stream;
}

void note_miss(mock_state& with, journal_entry& entry, const miss& missed)
{
    entry.what = journal_entry::outcome::missed;
    entry.missed = missed;
    if (missed.because == miss::why::tie) ++with.counts.ties;
    if (missed.because == miss::why::loop) ++with.counts.loops;
    with.note_miss(described(entry) + ": " + missed.sentence);
}

void note_refused(mock_state& with, const journal_entry& entry, const error_reply& says)
{
    if (with.settings.rules.refused_requests == run_rules::refused::is_fine) return;
    with.problems.note(described(entry) + " was refused with " + std::to_string(says.status) +
                       (says.message.empty() ? "." : ": " + says.message) + " --allow-refused allows it.");
}

void note_warning(mock_state& with, const journal_entry& entry, const std::string& warning)
{
    if (warning.empty() || with.settings.rules.refused_requests == run_rules::refused::is_fine) return;
    with.problems.note(described(entry) + ": " + warning + " --allow-refused allows it.");
}

void note_unmet(mock_state& with, const journal_entry& entry, const std::string& unmet)
{
    if (unmet.empty()) return;
    const auto by = entry.fixture.empty() ? "" : "fixture \"" + entry.fixture + "\", ";
    with.problems.note(described(entry) + ": " + by + unmet + ".");
}

}  // namespace parley::mock
