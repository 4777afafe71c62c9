#include "mock/recorder/recorder.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr auto head_timeout = 10min;  // until a model's first word; those that think take long

// A head that no body may follow, whatever it says.
bool is_bodiless(unsigned status, const std::string& method)
{
    return status == 204 || status == 304 || method == "HEAD";
}

http::response host_problem(const error& why)
{
    const boost::json::object error{{"message", "The request could not be passed on: " + why.detail + "."},
                                    {"type", "mock_error"},
                                    {"param", nullptr},
                                    {"code", "mock_upstream"}};
    return {why.code == errc::timed_out ? 504U : 502U,
            {{"Content-Type", "application/json"}, {"x-should-retry", "false"}},
            boost::json::serialize(boost::json::object{{"error", error}}) + "\n"};
}

asio::awaitable<result<void>> send_whole(http::response answer, http::exchange& to, played& report)
{
    report.status = answer.status;
    report.bytes += answer.body.size();
    ++report.writes;
    auto sent = co_await to.send(std::move(answer));
    report.ended = sent.has_value();
    co_return sent;
}

// The host has not answered to the end: nor do we.
result<void> cut(http::exchange& to, played& report)
{
    to.cut(http::cut_how::in_order);
    report.how = ending::cut;
    report.ended = true;
    return {};
}

asio::awaitable<result<void>> pass_body(http::client_response& from, recording& kept, http::exchange& to,
                                        played& report)
{
    auto begun = co_await to.write("");  // the head
    if (!begun) co_return begun;
    for (;;) {
        const auto piece = co_await from.read();
        if (!piece) {
            if (piece.error().code == errc::cancelled) co_return piece.error();  // the client has left
            const bool is_silent = piece.error().code == errc::timed_out;
            kept.end(is_silent ? recorded_answer::ending::silent : recorded_answer::ending::closed);
            co_return cut(to, report);
        }
        if (!*piece) break;
        kept.add(**piece);
        ++report.writes;
        report.bytes += (*piece)->size();
        auto written = co_await to.write(**piece);
        if (!written) co_return written;
    }
    kept.end(recorded_answer::ending::whole);
    auto finished = co_await to.finish("");
    report.ended = finished.has_value();
    co_return finished;
}

}  // namespace

result<std::unique_ptr<recorder>> recorder::open(asio::any_io_executor loop, recorder_settings settings,
                                                 log_sink& log)
{
    std::error_code failed;
    const bool records = settings.mode != recording_mode::proxy;
    if (records) std::filesystem::create_directories(settings.folder, failed);
    if (failed)
        return error{errc::storage, "the folder " + settings.folder.string() +
                                        " cannot be made: " + failed.message() + "; check --recordings"};
    return std::unique_ptr<recorder>(new recorder(std::move(loop), std::move(settings), log));
}

recorder::recorder(asio::any_io_executor loop, recorder_settings settings, log_sink& log)
    : settings_(std::move(settings)),
      saved_(std::make_unique<recording_writer>(
          recording_folder(
              settings_.folder, "Recorded by parley mock from " + name_of(settings_.to),
              settings_.mode == recording_mode::record ? earlier_answers::replace : earlier_answers::add),
          log)),
      client_(std::move(loop), {}, settings_.proxies, settings_.tls)
{
}

recorder::~recorder() = default;

asio::awaitable<result<void>> recorder::pass_on(http::request from, std::optional<recorded_request> about,
                                                std::size_t number, http::exchange& to, played& report)
{
    recording kept(*saved_, settings_.folder, std::move(about), number);
    http::client_request asking{.method = from.method,
                                .url = url_for(settings_.to, from),
                                .headers = headers_to_pass_up(from.headers),
                                .body = std::move(from.body)};
    const auto until = std::min(from.until, deadline_after(head_timeout));
    const auto answer = co_await client_.start(std::move(asking), until);
    if (!answer) co_return co_await answer_without_host(answer.error(), kept, number, to, report);

    auto& host = **answer;
    report.status = host.status();
    kept.begin(host.status(), host.headers());
    auto headers = headers_to_pass_down(host.headers());
    if (is_bodiless(host.status(), from.method)) {
        kept.end(recorded_answer::ending::whole);
        http::response bare{host.status(), std::move(headers)};
        co_return co_await send_whole(std::move(bare), to, report);
    }
    to.begin_stream(host.status(), std::move(headers));
    co_return co_await pass_body(host, kept, to, report);
}

asio::awaitable<result<void>> recorder::answer_without_host(const error& why, recording& kept,
                                                            std::size_t number, http::exchange& to,
                                                            played& report)
{
    if (why.code == errc::closed) {
        kept.end(recorded_answer::ending::closed_before_head);
        co_return cut(to, report);
    }
    kept.drop();
    if (why.code == errc::cancelled) co_return why;  // the client has left
    saved_->note_problem(number, why.detail);
    auto answer = host_problem(why);
    co_return co_await send_whole(std::move(answer), to, report);
}

void recorder::note_unrecorded(std::size_t number, std::string_view why)
{
    saved_->note_problem(number, why);
}

}  // namespace parley::mock
