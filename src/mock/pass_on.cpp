#include "mock/pass_on.hpp"

#include "mock/answer_notes.hpp"
#include "mock/answer_plan.hpp"
#include "mock/miss_script.hpp"

namespace parley::mock {
namespace {

// What the answer is to be recorded under; nothing, and a word about it, when no fixture could give it again.
std::optional<recorded_request> what_to_record(mock_state& with, const http::request& from,
                                               const read_outcome& read, std::size_t number)
{
    if (with.host->mode() == recording_mode::proxy) return std::nullopt;
    auto about = recordable(from, read, with.host->masked());
    if (about) return std::move(*about);
    with.host->note_unrecorded(number, about.error().detail);
    return std::nullopt;
}

// A fault that the header or the control plane asks for, instead of the real model's answer.
std::unique_ptr<script> write_fault(mock_state& with, const read_outcome& read, journal_entry& entry)
{
    const auto wished = read_wishes(read.what.headers);
    if (const auto* bad = std::get_if<miss>(&wished)) return script_of_miss(with, entry, *bad);
    const auto& wanted = std::get<wishes>(wished);
    if (wanted.times)
        return script_of_miss(
            with, entry,
            miss{miss::why::bad_latency, "An answer that is passed on comes when the real model gives it."});
    const auto none = std::make_shared<const reply>();
    auto says = with_wanted_fault(with, read.what, wanted, entry, none);
    if (says == none) return nullptr;
    if (says->failure && says->failure->at != fault::place::before_head)
        return script_of_miss(with, entry,
                              miss{miss::why::bad_fault,
                                   "An answer that is passed on takes errors, and faults at before_head."});
    ++with.counts.answered;
    auto settings = with.settings.writing;
    settings.number = entry.number;
    return make_script(read.what, std::move(says), settings);
}

}  // namespace

asio::awaitable<result<void>> pass_on(mock_state& with, std::shared_ptr<journal_entry> entry,
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
        if (!failing) about = what_to_record(with, from, read, entry->number);
    }
    if (failing) co_return co_await play(*failing, to, with.stage, entry->scope, entry->answer);
    entry->what = journal_entry::outcome::passed_on;
    ++with.counts.passed_on;
    co_return co_await with.host->pass_on(std::move(from), std::move(about), entry->number, to,
                                          entry->answer);
}

}  // namespace parley::mock
