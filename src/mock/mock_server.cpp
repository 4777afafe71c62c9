#include "mock/mock_server.hpp"

#include "mock/answer.hpp"
#include "mock/control/control_plane.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

asio::awaitable<result<void>> send_answer(http::response answer, http::exchange& to)
{
    co_return co_await to.send(std::move(answer));
}

// Named functions, not coroutines that capture: those may be gone before they run.
asio::awaitable<result<void>> answer_whatever(mock_state& with, http::request from, http::exchange& to)
{
    if (is_control_path(from.path)) return send_answer(answer_control(with, from), to);
    return answer_request(with, std::move(from), to);
}

std::vector<http::route> make_routes(mock_state& with)
{
    const auto all = [&with](http::request from, http::exchange& to) {
        return answer_whatever(with, std::move(from), to);
    };
    std::vector<http::route> routes;
    for (const auto method : {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
        for (const auto path : {"/", "/*"}) routes.push_back({method, path, all});
    return routes;
}

// What no fixture could ever see: too long, cut short, or of a method that nothing takes.
void note_unread(mock_state& with, unsigned status, const error& problem, const http::request& about)
{
    if (is_control_path(about.path)) return;
    if (status < 500) ++with.counts.requests;  // beyond it is one that was counted, and went wrong here
    with.note_miss("A request" + (about.path.empty() ? "" : " (" + about.method + " " + about.path + ")") +
                   " was refused with " + std::to_string(status) +
                   " before any fixture saw it: " + problem.detail);
}

http::server_options make_options(mock_state& with)
{
    http::server_options options;
    options.limits.connections_max = 65'536;
    options.limits.target_bytes_max = 64 * 1024;
    options.limits.header_bytes_max = 64 * 1024;
    options.limits.body_bytes_max = 64 * 1024 * 1024;  // images in a conversation
    options.limits.bodies_bytes_max = 256 * 1024 * 1024;
    options.limits.answer_timeout = 24h;  // to fail late is what a mock is for
    options.limits.write_timeout = 10min;
    options.render_error = [&with](unsigned status, const error& problem, const http::request& about) {
        note_unread(with, status, problem, about);
        const boost::json::object body{{"message", problem.detail},
                                       {"type", "mock_error"},
                                       {"param", nullptr},
                                       {"code", name_of(problem.code)}};
        return http::response{status,
                              {{"Content-Type", "application/json"}, {"x-should-retry", "false"}},
                              boost::json::serialize(boost::json::object{{"error", body}}) + "\n"};
    };
    return options;
}

}  // namespace

result<std::unique_ptr<mock_server>> mock_server::listen(asio::io_context& loop, const mock_address& at,
                                                         mock_settings settings, log_sink& log)
{
    auto acceptor = http::listen(loop, at.host, at.port);
    if (!acceptor) return acceptor.error();
    if (!acceptor->local_endpoint().address().is_loopback())
        settings.control_plane = mock_settings::control::needs_token;
    std::unique_ptr<recorder> host;
    if (settings.recording) {
        auto opened = recorder::open(loop.get_executor(), *settings.recording, log);
        if (!opened) return opened.error();
        host = std::move(*opened);
    }
    return std::unique_ptr<mock_server>(
        new mock_server(loop, std::move(*acceptor), std::move(settings), log, std::move(host)));
}

mock_server::mock_server(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, mock_settings settings,
                         log_sink& log, std::unique_ptr<recorder> host)
    : state_(std::move(settings)),
      recorder_(std::move(host)),
      routes_(make_routes(state_)),
      no_files_(1),
      server_(loop, std::move(acceptor), routes_, make_options(state_), log, no_files_),
      ports_(loop.get_executor(), server_.port())
{
    state_.ports = &ports_;
    state_.host = recorder_.get();
    state_.login.blocking = &no_files_;
}

mock_server::~mock_server()
{
    no_files_.join();
}

asio::awaitable<void> mock_server::stop(deadline grace)
{
    co_await ports_.stop();
    co_await server_.stop(grace);
}

void mock_server::use(std::vector<fixture> fixtures)
{
    state_.from_files = std::move(fixtures);
    state_.use_fixtures();
}

}  // namespace parley::mock
