#include "mock/identity/serve_login.hpp"

#include "base/offload.hpp"
#include "mock/identity/login_answer.hpp"
#include "mock/identity/login_names.hpp"

namespace parley::mock {
namespace {

// Two that come at once make two keys, and both are good.
asio::awaitable<void> have_key(login_state& with)
{
    if (!with.keys.empty()) co_return;
    if (with.blocking == nullptr) {
        with.keys.add(make_signing_key());
        co_return;
    }
    const auto make = [] { return std::optional(make_signing_key()); };
    auto made = co_await offload(*with.blocking, make);
    with.keys.add(std::move(*made));
}

asio::awaitable<void> wait_for_answer(mock_state& with, std::chrono::milliseconds delay)
{
    if (delay.count() <= 0 || with.settings.speed <= 0) co_return;
    const std::chrono::duration<double, std::milli> wait(static_cast<double>(delay.count()) /
                                                         with.settings.speed);
    co_await with.stage.wait_until(with.stage.now() +
                                   std::chrono::duration_cast<std::chrono::nanoseconds>(wait));
}

ending ending_of(login_fault::ending connection)
{
    switch (connection) {
        case login_fault::ending::close:
            return ending::cut;
        case login_fault::ending::reset:
            return ending::reset;
        case login_fault::ending::stall:
            return ending::stall;
        case login_fault::ending::whole:
            break;
    }
    return ending::whole;
}

}  // namespace

asio::awaitable<result<void>> serve_login(mock_state& with, login_source at, http::request from,
                                          http::exchange& to, journal_entry& entry)
{
    entry.what = journal_entry::outcome::login;
    entry.login = name_of(at);
    if (const auto scope = from.headers.find("X-Mock-Scope")) entry.scope = *scope;
    ++with.counts.logins;
    co_await have_key(with.login);
    auto answer = answer_login(with.login, from, at, login_now(with), entry.number);
    co_await wait_for_answer(with, answer.delay);
    if (answer.connection == login_fault::ending::whole) {
        entry.answer.status = answer.response.status;
        entry.answer.bytes = answer.response.body.size();
        entry.answer.writes = 1;
        auto sent = co_await to.send(std::move(answer.response));
        entry.answer.ended = sent.has_value();
        co_return sent;
    }
    entry.answer.how = ending_of(answer.connection);
    if (answer.connection == login_fault::ending::stall) {
        asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
        co_await never.async_wait(asio::use_awaitable);  // until the client leaves, which cancels us
    }
    entry.answer.ended = true;
    const bool is_reset = answer.connection == login_fault::ending::reset;
    to.cut(is_reset ? http::cut_how::reset : http::cut_how::in_order);
    co_return result<void>{};
}

login_time login_now(const mock_state& with)
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() + with.stage.advanced());
}

}  // namespace parley::mock
