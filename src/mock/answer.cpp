#include "mock/answer.hpp"

#include "mock/answer_notes.hpp"
#include "mock/answer_plan.hpp"
#include "mock/identity/login_answer.hpp"
#include "mock/identity/serve_login.hpp"
#include "mock/identity/token_guard.hpp"
#include "mock/miss_script.hpp"
#include "mock/pass_on.hpp"
#include "mock/wire/listed_script.hpp"
#include "mock/wire/unknown_path.hpp"

namespace parley::mock {
namespace {

std::shared_ptr<const reply> with_speed(std::shared_ptr<const reply> says, double speed)
{
    if (speed == 1 || !says->times) return says;
    auto made = *says;
    made.times->speed *= speed;
    return std::make_shared<const reply>(std::move(made));
}

// Tells identical requests; what is asked of a GET stands in its path.
std::size_t hash_of(const http::request& from)
{
    return std::hash<std::string>{}(from.body) + 31 * std::hash<std::string>{}(from.path);
}

// A path that is none of a model's: a client that asks for it would never see a fixture.
miss unknown_path(const http::request& from)
{
    return {miss::why::no_match, unknown_path_sentence(from.path)};
}

std::unique_ptr<script> script_of_refusal(mock_state& with, journal_entry& entry, http::response refused)
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
        return script_of_miss(with, entry, unknown_path(from));
    }
    if (with.login.settings.demands.need == token_demands::tokens::required)
        if (auto refused = refuse_without_token(with.login, from.headers, login_now(with)))
            return script_of_refusal(with, entry, std::move(*refused));
    const auto body_hash = hash_of(from);
    const auto read = read_request(std::move(from), with.settings.reading);
    auto what = plan_answer(with, read, body_hash, entry);
    if (what.missed && is_for_host(with, *what.missed)) return nullptr;
    if (what.missed) return script_of_miss(with, entry, *what.missed);
    auto settings = with.settings.writing;
    settings.number = entry.number;
    settings.times = with.times_in_force;
    settings.now = {with.under_way, with.stage.now() - with.times_began};
    return make_script(read.what, with_speed(std::move(what.says), with.settings.speed), settings);
}

asio::awaitable<result<void>> play_recorded(mock_state& with, std::shared_ptr<journal_entry> entry,
                                            std::unique_ptr<script> written, http::exchange& to)
{
    const recorded until_the_end(with, entry);
    auto played = co_await play(*written, to, with.stage, entry->scope, entry->answer);
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

}  // namespace

// No coroutine: what the reading took up is gone while the answer plays, and an open stream is to be small.
asio::awaitable<result<void>> answer_request(mock_state& with, http::request from, http::exchange& to)
{
    auto entry = with.kept.begin(from);
    ++with.counts.requests;
    if (const auto at = find_login_source(from))
        return login_recorded(with, std::move(entry), *at, std::move(from), to);
    if (with.passes_everything_on()) return pass_on(with, std::move(entry), std::move(from), to);
    const auto kept = with.host ? std::make_unique<http::request>(from) : nullptr;
    auto written = write_script(with, std::move(from), *entry);
    if (!written) return pass_on(with, std::move(entry), std::move(*kept), to);
    return play_recorded(with, std::move(entry), std::move(written), to);
}

}  // namespace parley::mock
