#include "cli/serve_loop.hpp"

#include "cli/serve_library.hpp"
#include "server/errors.hpp"

#include <algorithm>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto ticker_period = 250ms;   // how late a heartbeat or held sources may be
constexpr auto last_lines_max = 250ms;  // for what is said at the end of the grace period

http::server_options server_options_from(const shared_parts& with)
{
    http::server_options options;
    // The settings name the process's total; what one loop may hold is set here and nowhere else.
    const auto connections = static_cast<std::size_t>(with.values.number("connections"));
    options.limits.connections_max = std::max<std::size_t>(1, connections / with.loops);
    options.limits.body_bytes_max = static_cast<std::size_t>(with.values.number("body-bytes"));
    options.limits.answer_timeout = std::chrono::seconds(with.values.number("answer-seconds"));
    options.common_headers = server::security_headers();
    options.cors = server::cors_policy_for(*http::read_origins(with.values.text("allow-origins")));
    options.render_error =
        server::make_error_renderer(with.log, *server::dialect_named(with.values.text("dialect")));
    return options;
}

// On a loopback address only the names of this machine itself; elsewhere a proxy decides about names.
std::vector<std::string> hosts_of(const std::string& host)
{
    if (host != "localhost" && host != "::1" && host != "[::1]" && !host.starts_with("127.")) return {};
    return {"localhost", "127.0.0.1", "[::1]", host};
}

// At most so many answers of the whole process go on without a reader: each holds a connection to the model.
constexpr std::size_t unread_runs_max = 1024;

server::unread_limits unread_limits_from(const shared_parts& with)
{
    return {std::chrono::seconds(with.values.number("resume-seconds")),
            std::max<std::size_t>(1, unread_runs_max / with.loops)};
}

server::shown_on pages_of(const settings& values)
{
    return values.text("allow-origins").empty() ? server::shown_on::our_page : server::shown_on::other_sites;
}

server::site site_for(const shared_parts& with, const answerer& by, server::heartbeat& beats,
                      server::run_host& runs, server::answer_host& answers)
{
    server::chat_services chat{by.services(with.find), beats, with.log};
    if (with.values.is_set("client-prompts")) chat.limits.prompts = server::client_prompts::take;
    if (with.values.is_set("show-process")) chat.limits.steps = rag::process::shown;
    chat.limits.usual = *server::dialect_named(with.values.text("dialect"));
    chat.limits.top_default = static_cast<std::size_t>(with.values.number("top"));
    chat.history = with.history;
    if (with.values.number("resume-seconds") > 0) chat.runs = &runs;
    chat.turns = {with.queue, std::chrono::seconds(with.values.number("queue-seconds"))};
    if (!with.values.is_set("no-shared-answers")) chat.turns.sharing = &answers;
    chat.times.heartbeat = std::chrono::seconds(with.values.number("heartbeat-seconds"));
    auto config = describe_answerer(with.values);
    config.uploads = upload_rules_of(with.library);
    return {chat,
            with.documents,
            with.readiness,
            std::move(config),
            server::web_client(),
            pages_of(with.values),
            hosts_of(with.values.text("host")),
            with.holdings,
            {by.embedding_model.get(), with.values.text("embedding-model")},
            with.library};
}

}  // namespace

serve_loop::serve_loop(const shared_parts& with, asio::ip::tcp::acceptor acceptor,
                       std::unique_ptr<asio::io_context> context)
    : context_(std::move(context)),
      tasks_(context_->get_executor()),
      answerer_(make_answerer(with.values, with.style, with.extra_certificates, with.model,
                              context_->get_executor(), with.log)),
      runs_(context_->get_executor(), with.runs, beats_, with.log, unread_limits_from(with)),
      answers_(context_->get_executor(), with.under_way, beats_, with.log),
      routes_(server::make_routes(site_for(with, answerer_, beats_, runs_, answers_))),
      server_(std::make_unique<http::server>(*context_, std::move(acceptor), routes_,
                                             server_options_from(with), with.log, with.blocking))
{
}

void serve_loop::run()
{
    tasks_.spawn(server_->run());
    tasks_.spawn(beats_.run(ticker_period));
    context_->run();
}

void serve_loop::stop(deadline grace)
{
    asio::post(*context_, [this, grace] {
        asio::co_spawn(*context_, stop_here(grace), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    });
}

asio::awaitable<void> serve_loop::stop_here(deadline grace)
{
    // A stop that comes first of all lets the tasks begin: one that is cancelled before it has throws.
    co_await asio::post(*context_, asio::use_awaitable);
    // Answers apart from a connection end first, so that those who read them hear of it.
    task_group ending(context_->get_executor());
    ending.spawn(runs_.stop(grace));
    co_await server_->stop(grace + last_lines_max);
    co_await ending.wait(deadline::max());
    // Last, because those who read them may be on other loops.
    co_await answers_.stop(grace + 2 * last_lines_max);
    tasks_.cancel(asio::cancellation_type::terminal);
    co_await tasks_.wait(deadline_after(5s));
    // What is left are idle connections to the model, which hold nothing that could be lost.
    context_->stop();
}

}  // namespace parley::cli
