#include "server/run_routes.hpp"

#include "http/query_value.hpp"
#include "server/errors.hpp"
#include "server/for_our_page.hpp"
#include "server/replies.hpp"
#include "server/run_reader.hpp"
#include "server/visitor.hpp"

#include <charconv>

namespace parley::server {
namespace {

constexpr std::string_view runs_prefix = "/runs/";

error unknown_run()
{
    return {errc::not_found, "There is no such answer, or it is not kept any more."};
}

std::shared_ptr<runs::run> run_of(const chat_services& with, const http::request& request)
{
    const auto visitor = known_visitor(request.headers);
    return with.runs->all().find(request.path.substr(runs_prefix.size()), visitor.value_or(""));
}

// The number of the line behind `after`; without it that of the first line.
result<runs::line_number> first_wanted(const std::string& query)
{
    const auto after = http::query_value(query, "after");
    if (!after) return runs::line_number{0};
    std::int64_t number = 0;
    const auto* const end = after->data() + after->size();
    const auto [stopped, failed] = std::from_chars(after->data(), end, number);
    constexpr std::int64_t lines_max = std::int64_t{1} << 32U;
    if (failed != std::errc() || stopped != end || number < -1 || number > lines_max)
        return error{errc::invalid_input, "after must be the sequence_number of the last line that came"};
    return static_cast<runs::line_number>(number + 1);
}

asio::awaitable<result<void>> follow_at_once(std::unique_ptr<run_reader> by)
{
    co_return co_await by->follow_at_once();
}

// GET /runs/<id>?after=<number>
asio::awaitable<result<void>> continue_run(chat_services with, http::request request, http::exchange& out)
{
    const auto from = first_wanted(request.query);
    if (!from) co_return from.error();
    const auto run = run_of(with, request);
    if (!run) co_return unknown_run();
    auto reading = run->read_from(*from, with.runs->loop());
    if (!reading && reading.error().code == errc::not_found) {
        auto gone = json_response(error_json(reading.error(), request.id) + "\n", 410);
        co_return co_await out.send(std::move(gone));
    }
    if (!reading) co_return reading.error();
    auto by = std::make_unique<run_reader>(*std::move(reading), out, with.beats, with.times);
    co_return co_await follow_at_once(std::move(by));
}

// DELETE /runs/<id>
asio::awaitable<result<void>> stop_run(chat_services with, http::request request, http::exchange& out)
{
    const auto run = run_of(with, request);
    if (!run) co_return unknown_run();
    run->stop({errc::cancelled, "The answer was stopped."});
    with.runs->all().remove(run->id());
    http::response done{204, {{"Cache-Control", "no-store"}}, {}};
    co_return co_await out.send(std::move(done));
}

// Ends a run that nobody can have heard of.
class unheard_guard {
public:
    unheard_guard(runs::run& of, const http::exchange& out) : of_(of), out_(out) {}
    ~unheard_guard()
    {
        if (!out_.head_sent()) of_.stop({errc::cancelled, "The reader left before the answer began."});
    }
    unheard_guard(const unheard_guard&) = delete;
    unheard_guard& operator=(const unheard_guard&) = delete;

private:
    runs::run& of_;
    const http::exchange& out_;
};

asio::awaitable<result<void>> follow_first(std::shared_ptr<runs::run> of, std::unique_ptr<run_reader> by,
                                           http::exchange& out)
{
    const unheard_guard guard(*of, out);
    co_return co_await by->follow();
}

}  // namespace

asio::awaitable<result<void>> stream_run(const chat_services& with, const http::request& request,
                                         chat_request wanted, std::shared_ptr<runs::run> into,
                                         http::exchange& out)
{
    dialect_a lines(wanted.session_state, wanted.asked.sources, request.id, wanted.asked.suggested);
    auto one = std::make_unique<live_run>(into, std::move(lines), with.times.hold, request.id);
    one->recorder = make_recorder(with.history, request, wanted, one->sink, with.log);
    auto& sink = first_of(one->recorder.get(), one->sink);
    auto work = answer_in_turn(with.turns, with.rag, asker_of(request), std::move(wanted.asked), sink);

    auto by =
        std::make_unique<run_reader>(*into->read_from(0, with.runs->loop()), out, with.beats, with.times);
    with.runs->start(std::move(one), std::move(work));
    return follow_first(std::move(into), std::move(by), out);
}

std::vector<http::route> run_routes(const chat_services& with)
{
    if (with.runs == nullptr) return {};
    const auto read = [with](http::request request, http::exchange& out) {
        return continue_run(with, std::move(request), out);
    };
    const auto stop = [with](http::request request, http::exchange& out) {
        return stop_run(with, std::move(request), out);
    };
    return {{"GET", "/runs/*", read}, {"DELETE", "/runs/*", for_our_page(stop)}};
}

}  // namespace parley::server
