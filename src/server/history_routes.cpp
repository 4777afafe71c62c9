#include "server/history_routes.hpp"

#include "http/query_value.hpp"
#include "server/for_our_page.hpp"
#include "server/history_json.hpp"
#include "server/json_body.hpp"
#include "server/json_members.hpp"
#include "server/replies.hpp"
#include "server/visitor.hpp"

namespace parley::server {
namespace {

constexpr std::string_view sessions_prefix = "/chat_history/sessions/";
constexpr std::string_view conversations_prefix = "/history/conversations/";

// What each handler is given, beside the request.
struct history_site {
    history_services services;
    log_sink& log;
};

using handling = asio::awaitable<result<void>> (*)(history_site, http::request, http::exchange&);

http::response answer_to(const visitor& who, unsigned status, std::string body)
{
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}, {"Set-Cookie", who.cookie}},
            std::move(body)};
}

http::response done(const visitor& who, unsigned status = 204)
{
    return answer_to(who, status, status == 204 ? "" : "{}\n");
}

std::string id_in(const http::request& request, std::string_view prefix)
{
    return request.path.substr(prefix.size());
}

// Runs `work` on the store and says what a client may read of its failure.
template <class F>
asio::awaitable<std::invoke_result_t<F&, history::store&>> on_store(history_site with, std::string request_id,
                                                                    F work)
{
    auto outcome = co_await with.services.keeper->with(std::move(work));
    if (!outcome) co_return for_history_clients(outcome.error(), request_id, with.log);
    co_return outcome;
}

// POST /chat_history
asio::awaitable<result<void>> add_turns(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    const auto body = read_json_object(request);
    if (!body) co_return body.error();
    auto added = read_added_turns(*body);
    if (!added) co_return added.error();
    auto work = [key = who.key, added = *std::move(added)](history::store& in) {
        return in.append_missing(key, added.id, added.turns);
    };
    auto outcome = co_await on_store(with, request.id, std::move(work));
    if (!outcome) co_return outcome.error();
    co_return co_await out.send(done(who, 201));
}

// GET /chat_history/sessions
asio::awaitable<result<void>> list_sessions(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    const auto wanted = read_wanted_page(request.query);
    if (!wanted) co_return wanted.error();
    auto work = [key = who.key, wanted = *wanted](history::store& in) {
        return in.list(key, wanted.before, wanted.count);
    };
    auto found = co_await on_store(with, request.id, std::move(work));
    if (!found) co_return found.error();
    co_return co_await out.send(answer_to(who, 200, sessions_json(*found)));
}

// GET /history/conversations?q=
asio::awaitable<result<void>> search(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    const auto wanted = read_wanted_page(request.query);
    if (!wanted) co_return wanted.error();
    auto words = http::query_value(request.query, "q").value_or("");
    if (words.empty()) co_return error{errc::invalid_input, "q must say what to search for"};
    auto work = [key = who.key, words = std::move(words), count = wanted->count](history::store& in) {
        return in.search(key, words, count);
    };
    auto found = co_await on_store(with, request.id, std::move(work));
    if (!found) co_return found.error();
    history::page page{*std::move(found), {}};
    co_return co_await out.send(answer_to(who, 200, sessions_json(page)));
}

asio::awaitable<result<history::conversation>> find(history_site with, std::string request_id,
                                                    std::string key, std::string id)
{
    auto work = [key = std::move(key), id = std::move(id)](history::store& in) { return in.find(key, id); };
    return on_store(with, std::move(request_id), std::move(work));
}

// GET /chat_history/sessions/<id>
asio::awaitable<result<void>> show_session(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    auto found = co_await find(with, request.id, who.key, id_in(request, sessions_prefix));
    if (!found) co_return found.error();
    co_return co_await out.send(answer_to(who, 200, session_json(*found)));
}

// GET /history/conversations/<id>
asio::awaitable<result<void>> export_conversation(history_site with, http::request request,
                                                  http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    auto found = co_await find(with, request.id, who.key, id_in(request, conversations_prefix));
    if (!found) co_return found.error();
    auto answer = answer_to(who, 200, export_json(*found));
    answer.headers.set("Content-Disposition", "attachment; filename=\"conversation.json\"");
    co_return co_await out.send(std::move(answer));
}

// PATCH /history/conversations/<id>
asio::awaitable<result<void>> rename(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    const auto body = read_json_object(request);
    if (!body) co_return body.error();
    auto title = json_members(*body).text("title");
    if (!title) co_return title.error();
    auto work = [key = who.key, id = id_in(request, conversations_prefix),
                 title = *std::move(title)](history::store& in) { return in.rename(key, id, title); };
    auto outcome = co_await on_store(with, request.id, std::move(work));
    if (!outcome) co_return outcome.error();
    co_return co_await out.send(done(who));
}

// DELETE /chat_history/sessions/<id>
asio::awaitable<result<void>> remove(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    auto work = [key = who.key, id = id_in(request, sessions_prefix)](history::store& in) {
        return in.remove(key, id);
    };
    auto outcome = co_await on_store(with, request.id, std::move(work));
    if (!outcome) co_return outcome.error();
    co_return co_await out.send(done(who));
}

// DELETE /history/conversations
asio::awaitable<result<void>> remove_all(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    auto work = [key = who.key](history::store& in) { return in.remove_all(key); };
    auto outcome = co_await on_store(with, request.id, std::move(work));
    if (!outcome) co_return outcome.error();
    co_return co_await out.send(done(who));
}

// POST /feedback
asio::awaitable<result<void>> take_feedback(history_site with, http::request request, http::exchange& out)
{
    const auto who = visitor_of(request.headers);
    const auto body = read_json_object(request);
    if (!body) co_return body.error();
    auto given = read_feedback(*body);
    if (!given) co_return given.error();
    auto work = [key = who.key, given = *std::move(given)](history::store& in) {
        return in.give(key, given);
    };
    auto outcome = co_await on_store(with, request.id, std::move(work));
    if (!outcome) co_return outcome.error();
    co_return co_await out.send(done(who, 201));
}

}  // namespace

std::vector<http::route> history_routes(history_services with, log_sink& log)
{
    const history_site site{with, log};
    std::vector<http::route> routes;
    const auto add = [&](std::string_view method, std::string_view path, handling handle) {
        auto handler = [site, handle](http::request request, http::exchange& out) {
            return handle(site, std::move(request), out);
        };
        routes.push_back({method, path, for_our_page(std::move(handler))});
    };
    if (with.conversations == offered::yes) {
        add("POST", "/chat_history", add_turns);
        add("GET", "/chat_history/sessions", list_sessions);
        add("GET", "/chat_history/sessions/*", show_session);
        add("DELETE", "/chat_history/sessions/*", remove);
        add("GET", "/history/conversations", search);
        add("DELETE", "/history/conversations", remove_all);
        add("GET", "/history/conversations/*", export_conversation);
        add("PATCH", "/history/conversations/*", rename);
    }
    if (with.feedback == offered::yes) add("POST", "/feedback", take_feedback);
    return routes;
}

}  // namespace parley::server
