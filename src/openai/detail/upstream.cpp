#include "openai/detail/upstream.hpp"

#include "http/retry_after.hpp"
#include "openai/address.hpp"
#include "openai/request_id.hpp"

#include <boost/asio/as_tuple.hpp>

#include <random>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t problem_bytes_max = 64 * 1024;  // of a body that says what went wrong

// As it stands in a header field. Not blanks either: they come from two keys in one variable.
bool is_of_key(char c)
{
    return static_cast<unsigned char>(c) > ' ' && c != '\x7f';
}

endpoint completed(endpoint where)
{
    if (!where.busy) where.busy = std::make_shared<busy_sign>();
    if (!where.retries.wall_now) where.retries.wall_now = std::chrono::system_clock::now;
    if (!where.retries.jitter)
        where.retries.jitter = [engine = std::minstd_rand(std::random_device{}())]() mutable {
            return std::uniform_real_distribution<double>(0, 1)(engine);
        };
    return where;
}

error explained(error problem, const endpoint& where)
{
    if (problem.code == errc::unreachable)
        problem.detail += "; is the model server running? " + where.names.address + " says where it is";
    return problem;
}

// Nobody is there, or nothing came in the time of one try.
bool is_out_of_reach(const failed_try& failure)
{
    return failure.what.code == errc::unreachable || failure.what.code == errc::timed_out;
}

// A token endpoint that cannot be reached says nothing about the model's host: neither to ask that again nor
// to go on to the next would help. Nor does one that is slow, unless it is the caller whose time is up.
error login_failed(error problem, deadline until)
{
    const bool is_slow = problem.code == errc::timed_out && std::chrono::steady_clock::now() < until;
    if (problem.code == errc::unreachable || problem.code == errc::closed ||
        problem.code == errc::upstream_busy || problem.code == errc::upstream_failed || is_slow)
        problem.code = errc::authentication_failed;
    return problem;
}

error given_up(failed_try failure, std::chrono::milliseconds wait)
{
    if (failure.asked_wait || is_busy_sign(failure) || is_out_of_reach(failure))
        failure.what.retry_after = std::chrono::ceil<std::chrono::seconds>(wait);
    return std::move(failure.what);
}

// False when the caller was cancelled meanwhile.
asio::awaitable<bool> pause(std::chrono::milliseconds wait)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, wait);
    const auto [ec] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return !ec;
}

}  // namespace

error unusable(const answer& got, const endpoint& where, std::string complaint)
{
    const auto facts = facts_of(200, {}, got.body);
    if (!facts.code.empty() || !facts.type.empty())
        return with_request_id(describe(facts, asked_with_of(where)), got.request_id);
    return with_request_id({errc::malformed, std::move(complaint)}, got.request_id);
}

upstream::upstream(http::client& client, endpoint where)
    : client_(client), where_(completed(std::move(where))), gate_(where_.busy)
{
}

asio::awaitable<result<answer>> upstream::ask(call what, deadline until, refusal_facts* refused)
{
    const patience usual{where_.retries.retries_max, where_.retries.asked_wait_max};
    return ask_with(usual, std::move(what), until, refused);
}

asio::awaitable<result<answer>> upstream::ask_at_once(call what, deadline until, refusal_facts* refused)
{
    return ask_with({0, 0ms}, std::move(what), until, refused);
}

asio::awaitable<result<answer>> upstream::ask_with(patience how, call what, deadline until,
                                                   refusal_facts* refused)
{
    bool renewed = false;
    std::optional<error> last;
    if (const auto closed = gate_.pause(std::chrono::steady_clock::now());
        closed > 0ms && closed <= how.wait_max && deadline_after(closed) < until)
        co_await tell(what, errc::upstream_busy, closed, 1);
    for (int tries = 1;; ++tries) {
        auto pass = co_await gate_.enter(how.wait_max, until);
        if (!pass) {
            if (last && pass.error().code == errc::upstream_busy)
                last->retry_after = pass.error().retry_after;
            co_return last&& pass.error().code != errc::cancelled ? *last : pass.error();
        }
        token used;
        auto outcome = co_await try_once(what, used, until);
        if (outcome) {
            pass->answered();
            co_return std::move(*outcome);
        }
        failed_try failure = outcome.error();
        if (refused != nullptr) *refused = failure.facts;
        log(what, failure);
        if (!renewed && renew(used, failure)) {
            renewed = true;
            --tries;
            continue;
        }
        const auto wait = wait_after(failure, tries);
        const deadline next = deadline_after(wait);
        const bool passes = may_pass(failure), busy = is_busy_sign(failure);
        // With another host at hand, nobody waits for this one to be there again.
        const bool shunned = how.wait_max == 0ms && next < until && is_out_of_reach(failure);
        if (busy)
            pass->refused(next);
        else if (shunned)
            pass->refused(deadline_after(where_.retries.wait_max));
        else if (!passes && failure.facts.status != 0)
            pass->answered();
        else
            pass->give_back();
        last = given_up(std::move(failure), shunned ? where_.retries.wait_max : wait);
        if (tries > how.retries_max || !passes || next >= until || wait > how.wait_max) co_return *last;
        co_await tell(what, last->code, wait, tries + 1);
        if (busy) continue;  // the gate does the waiting, for everybody
        if (!co_await pause(wait)) co_return error{errc::cancelled, "stopped while waiting to ask again"};
    }
}

asio::awaitable<upstream::tried> upstream::try_once(const call& what, token& used, deadline until)
{
    http::client_request request{.method = what.method,
                                 .url = url_of(where_, what.route, what.model),
                                 .headers = where_.headers,
                                 .body = what.body};
    if (!what.body.empty()) request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", what.wanted == reading::stream ? "text/event-stream" : "application/json");
    if (auto signed_now = co_await sign(request, used, until); !signed_now)
        co_return failed_try{signed_now.error()};

    const deadline head_by = std::min(until, deadline_after(where_.retries.first_byte_timeout));
    auto begun = co_await client_.start(std::move(request), head_by);
    if (!begun) co_return failed_try{explained(begun.error(), where_)};
    http::client_response& response = **begun;
    if (response.status() != 200) co_return co_await refusal(response, until);

    answer got{request_id_of(response.headers())};
    const std::string type(response.headers().find("Content-Type").value_or(""));
    if (type.starts_with("text/html"))
        co_return failed_try{
            with_request_id({errc::malformed, "a web page came instead of an answer; correct " +
                                                  where_.names.address + " (often it ends in /v1)"},
                            got.request_id)};
    if (what.wanted == reading::stream && !type.starts_with("application/json")) {
        got.stream = std::move(*begun);
        co_return got;
    }
    auto body = co_await finish_before(until, http::read_all(response, what.answer_bytes_max));
    if (!body) co_return failed_try{with_request_id(body.error(), got.request_id)};
    got.body = std::move(*body);
    co_return got;
}

asio::awaitable<result<void>> upstream::sign(http::client_request& request, token& used, deadline until) const
{
    if (const auto* key = std::get_if<secret>(&where_.credentials)) {
        if (!std::ranges::all_of(key->reveal(), is_of_key))
            co_return error{errc::invalid_input,
                            where_.names.key + " holds a character that no key has: set it to the key alone"};
        openai::sign(request.headers, where_.style, *key);
    }
    const auto* tokens = std::get_if<identity::bearer_tokens*>(&where_.credentials);
    if (tokens == nullptr || *tokens == nullptr) co_return result<void>();
    if (auto allowed = may_carry_login(request.url); !allowed) co_return allowed.error();
    used = (*tokens)->at_hand();
    if (!used) {
        auto fetched = co_await (*tokens)->get(until);
        if (!fetched) co_return login_failed(fetched.error(), until);
        used = std::move(*fetched);
    }
    request.bearer = used->text;
    co_return result<void>();
}

asio::awaitable<failed_try> upstream::refusal(http::client_response& response, deadline until) const
{
    const http::fields headers = response.headers();
    // A body that does not come in time still leaves us the status.
    const auto body = co_await finish_before(until, http::read_all(response, problem_bytes_max));
    failed_try failure{.what = {},
                       .facts = facts_of(response.status(), headers, body ? *body : std::string())};
    failure.what = describe(failure.facts, asked_with_of(where_));
    failure.asked_wait = http::retry_after_of(headers, where_.retries.wall_now());
    failure.should_retry = should_retry_of(headers);
    co_return failure;
}

// Whether a new token may help, which is then fetched with the next try.
bool upstream::renew(const token& used, const failed_try& failure) const
{
    if (!used || !is_token_refusal(failure.facts)) return false;
    auto& tokens = *std::get<identity::bearer_tokens*>(where_.credentials);
    tokens.reject(*used);
    const auto next = tokens.at_hand();
    return !next || next->text.reveal() != used->text.reveal();
}

asio::awaitable<void> upstream::tell(const call& what, errc why, std::chrono::milliseconds wait,
                                     int attempt) const
{
    if (what.setbacks == nullptr) co_return;
    setback met{why, wait, what.tries_before + attempt, what.model};
    co_await what.setbacks->met(std::move(met));
}

void upstream::log(const call& what, const failed_try& failure) const
{
    if (where_.log == nullptr) return;
    where_.log->write(log_level::info, "model_try_failed",
                      {{"model", what.model},
                       {"place", shown_address(where_.base_url)},
                       {"code", name_of(failure.what.code)},
                       {"detail", failure.what.detail}});
}

std::chrono::milliseconds upstream::wait_after(const failed_try& failure, int tries) const
{
    if (failure.asked_wait) return *failure.asked_wait;
    return own_wait(where_.retries, tries, where_.retries.jitter());
}

}  // namespace parley::openai
