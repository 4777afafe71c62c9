#include "http/detail/session.hpp"

#include "base/utf8.hpp"
#include "http/status.hpp"

#include <boost/asio/this_coro.hpp>

namespace parley::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t logged_path_bytes_max = 200;
constexpr auto late_handler_slack = 250ms;  // a handler's own deadline speaks first: its words are better
constexpr auto linger_timeout = 1s;
constexpr std::size_t linger_bytes_max = 4 * 1024 * 1024;
const fields no_fields;

request_limits limits_for_requests(const server_limits& limits)
{
    return {.target_bytes_max = limits.target_bytes_max,
            .header_bytes_max = limits.header_bytes_max,
            .header_count_max = limits.header_count_max,
            .body_bytes_max = limits.body_bytes_max};
}

// What routes allow that take bodies while they arrive. The site outlives it.
other_body_limit limits_of_routes(const site& where)
{
    return [&where](std::string_view method, std::string_view path) -> std::optional<std::size_t> {
        const auto match = where.routes.find(method, path);
        if (!match.found || !match.found->body.begin) return std::nullopt;
        return match.found->body.bytes_max;
    };
}

// What a body that is taken while it arrives may take longer: whoever sends less is not sending a file.
std::chrono::milliseconds time_for(std::size_t bytes)
{
    constexpr std::size_t bytes_a_millisecond = 16;
    return std::chrono::milliseconds(bytes / bytes_a_millisecond);
}

// What is known of a body before its request is complete.
struct arriving_body {
    explicit arriving_body(std::shared_ptr<site> where) : held(std::move(where)) {}

    bool begun = false;
    body_share held;
    std::unique_ptr<body_receiver> receiver;
};

// Some clients send an empty line after a body. Alone it is no request that could arrive too late.
std::string without_empty_lines(std::string rest)
{
    rest.erase(0, rest.find_first_not_of("\r\n"));
    return rest;
}

}  // namespace

session::session(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer,
                 std::shared_ptr<site> where)
    : wire_(std::move(socket), where->options.limits.write_timeout),
      peer_(peer.address().to_string()),
      where_(std::move(where))
{
}

asio::awaitable<void> session::run()
{
    try {
        co_await serve_requests();
    } catch (const std::exception& thrown) {
        if (ending_ != ending::cut)
            where_->log.write(log_level::error, "session_failed", {{"what", thrown.what()}});
    }
    wire_.close();  // also ends the watch on the reader, which keeps this session alive
}

asio::awaitable<void> session::serve_requests()
{
    const auto& limits = where_->options.limits;
    for (auto patience = limits.header_timeout;; patience = limits.idle_timeout) {
        // Whoever sends empty lines and nothing else is idle, and gets no more time by it.
        const auto until = deadline_after(patience);
        std::unique_ptr<incoming> got;
        do {
            if (rest_.empty() && !co_await wait_idle(until)) co_return;
            got = co_await receive();
            if (!got) co_return;
        } while (!got->asked);
        if (co_await answer(std::move(got)) == keep_alive::no) co_return;
    }
}

// Nothing but these frames waits here: an idle connection holds no buffer.
asio::awaitable<bool> session::wait_idle(deadline until)
{
    if (where_->stopping) co_return false;
    idle_ = true;
    const auto ready = co_await wire_.readable(until);
    idle_ = false;
    co_return ready.has_value();
}

asio::awaitable<std::unique_ptr<session::incoming>> session::receive()
{
    const auto& limits = where_->options.limits;
    request_reader reader(limits_for_requests(limits), limits_of_routes(*where_));
    arriving_body body(where_);
    auto until = deadline_after(limits.header_timeout);
    auto refused = reader.feed(std::exchange(rest_, {}));
    for (;;) {
        if (!refused && reader.head_complete() && !std::exchange(body.begun, true)) {
            until = deadline_after(limits.body_timeout);
            refused = begin_body(reader.head(), body.receiver);
            static constexpr std::array<std::string_view, 1> go_on = {"HTTP/1.1 100 Continue\r\n\r\n"};
            if (!refused && reader.waits_for_continue() && !co_await wire_.write(go_on)) co_return nullptr;
        }
        if (!refused && body.receiver) {
            until += time_for(reader.body_bytes());
            const auto handed_over = std::chrono::steady_clock::now();
            refused = co_await hand_over_body(reader, *body.receiver);
            until += std::chrono::steady_clock::now() - handed_over;  // not the sender's time
        }
        if (refused || reader.complete()) break;

        auto& buffer = where_->read_buffer;  // shared by the loop: used up before anything else can run
        const auto bytes = co_await wire_.read(buffer, until);
        if (!bytes && bytes.error().code == errc::timed_out) {
            refused = refusal{408, {errc::timed_out, "The request took too long to arrive."}};
            break;
        }
        if (!bytes || *bytes == 0) co_return nullptr;
        refused = reader.feed({buffer.data(), *bytes});
        if (!refused && !reader.begun()) co_return std::make_unique<incoming>();
        body.held.grow_to(reader.body_bytes());
        if (!refused && !reader.complete() && body.held.is_too_much())
            refused = refusal{503, {errc::busy, "The server is receiving as much as it can hold.", 1s}};
    }
    auto got = describe(reader, std::move(refused));
    got->receiver = std::move(body.receiver);
    co_return got;
}

// Nothing: the route reads whole bodies, or there is no such route, which is said when the body is in.
std::optional<refusal> session::begin_body(const request& head, std::unique_ptr<body_receiver>& to) const
{
    const auto match = where_->routes.find(head.method, head.path);
    if (!match.found || !match.found->body.begin) return std::nullopt;
    auto begun = match.found->body.begin(head);
    if (!begun) return refusal{status_of(begun.error().code), begun.error()};
    to = *std::move(begun);
    return std::nullopt;
}

asio::awaitable<std::optional<refusal>> session::hand_over_body(request_reader& reader, body_receiver& to)
{
    auto bytes = reader.take_body();
    if (bytes.empty()) co_return std::nullopt;
    const auto taken = co_await to.take(std::move(bytes));
    if (taken) co_return std::nullopt;
    co_return refusal{status_of(taken.error().code), taken.error()};
}

std::unique_ptr<session::incoming> session::describe(request_reader& reader, std::optional<refusal> refused)
{
    auto got = std::make_unique<incoming>();
    got->facts.keep = refused ? keep_alive::no : reader.wanted();
    got->facts.knows_chunks = reader.knows_chunks();
    got->refused = std::move(refused);
    got->asked = std::make_unique<request>(reader.take_request());
    if (got->refused)
        std::string().swap(got->asked->body);  // nobody reads it, and it counts no more
    else
        rest_ = without_empty_lines(reader.take_rest());

    auto& asked = *got->asked;
    got->facts.allowed_origin = allowed_origin(where_->options.cors, asked.headers);
    asked.id = where_->next_request_id();
    asked.peer = peer_;
    asked.until = deadline_after(where_->options.limits.answer_timeout);
    got->facts.about = {.method = asked.method,
                        .path = asked.path,
                        .query = asked.query,
                        .headers = conditions_of(asked),
                        .body = {},
                        .id = asked.id,
                        .peer = asked.peer,
                        .until = asked.until};
    return got;
}

// One frame for all of it: this is what waits, once per open stream, while the handler runs.
asio::awaitable<keep_alive> session::answer(std::unique_ptr<incoming> got)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto bytes_before = wire_.bytes_written();
    reply out(wire_, *where_, got->facts);
    if (got->refused) {
        co_await out.send_problem(*got->refused, no_fields);
    } else if (const auto match = where_->routes.find(got->asked->method, got->asked->path); !match.found) {
        co_await refuse_route(out, *got->asked, match);
    } else {
        result<void> outcome;
        try {
            auto work = start(match.found->handle, *got, out);
            outcome = co_await std::move(work);
        } catch (const std::exception& thrown) {
            note_fault(thrown.what());
        } catch (...) {
            note_fault("not a std::exception");
        }
        under_way_ = nullptr;
        // A cancelled handler has ended. What follows, a 504 or nothing, is not cancelled with it.
        co_await asio::this_coro::reset_cancellation_state();
        co_await settle(out, std::move(outcome));
    }
    log_request(out, got->facts.about, begun, wire_.bytes_written() - bytes_before);

    if (!out.complete()) {
        if (out.head_sent() && out.ends_with_connection()) wire_.reset();
        co_return keep_alive::no;
    }
    if (out.keep() == keep_alive::no) co_await linger();
    co_return out.keep();
}

asio::awaitable<result<void>> session::start(const handler& handle, incoming& got, reply& out)
{
    ending_ = ending::none;
    head_due_ = got.facts.about.until + late_handler_slack;
    under_way_ = &out;
    watch_reader();
    auto work =
        got.receiver ? got.receiver->answer(std::move(*got.asked), out) : handle(std::move(*got.asked), out);
    got.asked.reset();
    return work;
}

void session::note_fault(const char* what)
{
    // What a cancelled handler throws says that it was cancelled, and that we know.
    if (ending_ != ending::none) return;
    ending_ = ending::fault;
    where_->log.write(log_level::error, "handler_threw", {{"what", what}});
}

asio::awaitable<void> session::refuse_route(reply& out, const request& asked, const match& found)
{
    if (auto allowed = preflight_fields(where_->options.cors, asked, found.allowed)) {
        response leave{204, *std::move(allowed), {}};
        co_await out.send(std::move(leave));
        co_return;
    }
    refusal why{404, {errc::not_found, "There is nothing at this address."}};
    fields headers;
    if (!found.allowed.empty()) {
        why = {405, {errc::unsupported, "This address does not take this method."}};
        headers.set("Allow", found.allowed);
    }
    co_await out.send_problem(why, headers);
}

// Gives an answer that the handler left open its end, if there still is somebody to hear it.
asio::awaitable<void> session::settle(reply& out, result<void> outcome)
{
    if (ending_ == ending::reader_left || ending_ == ending::cut || out.complete() || out.head_sent() ||
        out.was_cut())
        co_return;
    if (ending_ == ending::too_late) {
        ending_ = ending::none;
        outcome = error{errc::timed_out, "The answer was not ready in time."};
    } else if (ending_ == ending::fault) {
        out.close_afterwards();
        outcome = error{errc::storage, "The request could not be answered because of a fault in the server."};
    } else if (outcome) {
        where_->log.write(log_level::error, "handler_gave_no_answer", {});
        outcome = error{errc::storage, "The request could not be answered because of a fault in the server."};
    }
    const refusal why{status_of(outcome.error().code), outcome.error()};
    co_await out.send_problem(why, no_fields);
}

asio::awaitable<void> session::linger()
{
    // Closing with unread bytes in the socket resets it, and the reset can overtake our last answer.
    wire_.end_writing();
    idle_ = true;
    const auto until = deadline_after(linger_timeout);
    std::size_t thrown_away = 0;
    while (thrown_away < linger_bytes_max && !where_->stopping) {
        const auto bytes = co_await wire_.read(where_->read_buffer, until);
        if (!bytes || *bytes == 0) break;
        thrown_away += *bytes;
    }
    idle_ = false;
}

asio::awaitable<void> session::turn_away()
{
    asked_facts facts;
    facts.about.id = where_->next_request_id();
    facts.about.peer = peer_;
    reply out(wire_, *where_, facts);
    const auto begun = std::chrono::steady_clock::now();
    const refusal why{503, {errc::busy, "The server has all the connections it may have.", 1s}};
    co_await out.send_problem(why, no_fields);
    log_request(out, facts.about, begun, wire_.bytes_written());
    co_await linger();
    wire_.close();
}

void session::watch_reader()
{
    if (std::exchange(watching_, true)) return;
    wire_.notice_readable([self = shared_from_this()](boost::system::error_code failed) {
        self->watching_ = false;
        if (!failed) self->on_readable();
    });
}

void session::on_readable()
{
    if (!under_way_) return;  // between answers the session itself reads
    switch (wire_.peek()) {
        case connection::peer_state::silent:
            return watch_reader();
        case connection::peer_state::has_sent:
            return;  // the next request waits for its turn, and `expire` looks whether its sender still does
        case connection::peer_state::gone:
            return end_handler(ending::reader_left);
    }
}

// What no watch tells: the end that comes behind a request waiting for its turn, and a nudge that failed.
bool session::reader_has_left()
{
    return wire_.write_failed() || (!watching_ && wire_.peer_has_left());
}

void session::end_handler(ending why)
{
    ending_ = why;
    head_due_ = deadline::max();
    if (why != ending::too_late) wire_.hang_up();
    cancel_.emit(asio::cancellation_type::terminal);
}

void session::expire(deadline now)
{
    wire_.expire(now);
    if (under_way_ && ending_ == ending::none && reader_has_left()) return end_handler(ending::reader_left);
    if (under_way_ && !under_way_->head_sent() && now >= head_due_) end_handler(ending::too_late);
}

void session::drain()
{
    if (idle_) wire_.hang_up();
}

void session::cut(asio::cancellation_type type)
{
    ending_ = ending::cut;
    if (type == asio::cancellation_type::terminal) wire_.hang_up();
    cancel_.emit(type);
}

void session::log_request(const reply& out, const request& about, deadline begun, std::uint64_t bytes) const
{
    const bool left = !out.complete() && (ending_ == ending::reader_left || wire_.write_failed());
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    where_->log.write(log_level::info, "request",
                      {{"method", about.method},
                       {"path", utf8::prefix(about.path, logged_path_bytes_max)},
                       {"status", static_cast<std::int64_t>(left ? status_reader_left : out.status())},
                       {"bytes", static_cast<std::int64_t>(bytes)},
                       {"ms", static_cast<std::int64_t>(took.count())},
                       {"id", about.id},
                       {"peer", about.peer}});
}

}  // namespace parley::http
