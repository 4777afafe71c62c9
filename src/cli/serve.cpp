// parley serve: the web application, one event loop per core.
#include "cli/announcement.hpp"
#include "cli/arguments.hpp"
#include "cli/mock_model.hpp"
#include "cli/serve_library.hpp"
#include "cli/serve_loop.hpp"
#include "cli/stderr_log.hpp"
#include "retrieval/sqlite/sqlite_retriever.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <iostream>
#include <sys/resource.h>
#include <thread>

namespace parley::cli {
namespace {

// Threads for what blocks: SQLite and reads of cold files. Two keep a slow disk from stopping the other.
constexpr std::size_t blocking_threads = 2;

constexpr std::chrono::seconds look_up_timeout{10};  // one row by its name, with a writer beside it

std::size_t loops_wanted(const settings& values)
{
    const auto given = static_cast<std::size_t>(values.number("loops"));
    return given > 0 ? given : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

asio::awaitable<result<std::optional<server::stored_file>>> look_up(retrieval::sqlite_retriever& documents,
                                                                    std::string name)
{
    auto found = co_await documents.document_by_name(std::move(name), deadline_after(look_up_timeout));
    if (!found) co_return found.error();
    if (!found->has_value()) co_return std::optional<server::stored_file>{};
    auto& document = **found;
    co_return std::optional<server::stored_file>(
        server::stored_file{documents.content_path(document.content_hash), std::move(document.media_type),
                            document.content_hash});
}

server::holding holdings_of(const retrieval::sqlite_retriever& documents)
{
    if (!documents.readiness()) return server::holding::unknown;
    return documents.passages() == 0 ? server::holding::none : server::holding::some;
}

// Each answer by a model takes two descriptors. What the system allows is taken; what it does not is said.
void raise_descriptor_limit(std::size_t connections, log_sink& log)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < connections)
        log.write(log_level::warning, "few_descriptors",
                  {{"limit", static_cast<std::int64_t>(limit.rlim_cur)},
                   {"connections", static_cast<std::int64_t>(connections)},
                   {"hint", "raise ulimit -n or lower --connections"}});
}

result<void> check_folder(const std::filesystem::path& folder)
{
    std::error_code failed;
    if (std::filesystem::exists(folder, failed) && !std::filesystem::is_directory(folder, failed))
        return error{errc::invalid_input, folder.string() + " is not a folder: check --data"};
    return {};
}

// A store that cannot be read now will not be later; one that is not there yet may come.
result<void> check_store(const std::filesystem::path& folder)
{
    const auto store = retrieval::store::open(folder, retrieval::access::read);
    const bool may_come =
        !store && (store.error().code == errc::not_found || store.error().code == errc::busy);
    return store || may_come ? result<void>() : result<void>(store.error());
}

history::store_limits history_limits(const settings& values)
{
    history::store_limits limits;
    limits.conversations_max = static_cast<std::size_t>(values.number("history-conversations"));
    limits.turn_bytes_max = static_cast<std::size_t>(values.number("history-turn-bytes"));
    limits.kept = std::chrono::days(values.number("history-days"));
    limits.file_bytes_max = values.number("history-megabytes") << 20;
    return limits;
}

server::history_services history_of(const settings& values, history::keeper& kept)
{
    const auto offered = [&values](std::string_view name) {
        return values.is_set(name) ? server::offered::yes : server::offered::no;
    };
    return {&kept, offered("history"), offered("feedback")};
}

runs::registry_limits run_limits(const settings& values)
{
    runs::registry_limits limits;
    limits.kept = std::chrono::seconds(values.number("resume-seconds"));
    limits.bytes_max = static_cast<std::size_t>(values.number("resume-megabytes")) << 20U;
    return limits;
}

// Null: all who ask are answered at once.
std::unique_ptr<admission::shared_queue> queue_of(const settings& values)
{
    admission::queue_limits limits;
    limits.served_max = static_cast<std::size_t>(values.number("answers"));
    limits.served_per_user_max = static_cast<std::size_t>(values.number("answers-per-user"));
    limits.waiting_max = static_cast<std::size_t>(values.number("queue-length"));
    if (limits.served_max == 0 && limits.served_per_user_max == 0) return nullptr;
    return std::make_unique<admission::shared_queue>(limits);
}

void rethrown(std::exception_ptr thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

// The signals arrive on a loop of their own, so that they are heard however busy the others are; one that
// comes before anybody waits for it is kept.
struct stop_signals {
    asio::io_context loop{1};
    asio::signal_set signals{loop, SIGINT, SIGTERM};
};

asio::awaitable<void> wait_for_signal(asio::signal_set& signals,
                                      std::vector<std::unique_ptr<serve_loop>>& loops, serve_library& library,
                                      std::chrono::seconds grace, log_sink& log)
{
    boost::system::error_code failed;
    const int number = co_await signals.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    log.write(log_level::info, "stopping", {{"signal", number}, {"grace_seconds", grace.count()}});
    library.stop_soon();
    const auto until = deadline_after(grace);
    for (auto& loop : loops) loop->stop(until);
    // A second signal ends the program at once.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

void run_all(std::vector<std::unique_ptr<serve_loop>>& loops, stop_signals& stop, model_access* model,
             serve_library& library, std::chrono::seconds grace, log_sink& log)
{
    if (model != nullptr) asio::co_spawn(stop.loop, model->warm_up(), rethrown);
    asio::co_spawn(stop.loop, wait_for_signal(stop.signals, loops, library, grace, log), rethrown);
    std::thread signal_thread([&] { stop.loop.run(); });
    std::vector<std::thread> threads;
    for (auto& loop : loops) threads.emplace_back([&loop] { loop->run(); });
    for (auto& thread : threads) thread.join();
    if (model != nullptr) model->stop();
    stop.loop.stop();
    signal_thread.join();
}

std::vector<std::unique_ptr<asio::io_context>> make_contexts(std::size_t count)
{
    std::vector<std::unique_ptr<asio::io_context>> contexts;
    for (std::size_t i = 0; i < count; ++i) contexts.push_back(std::make_unique<asio::io_context>(1));
    return contexts;
}

exit_status serve_until_stopped(const settings& values, const answer_style& style,
                                const std::filesystem::path& folder, const std::string& certificates,
                                model_access* model, log_sink& log)
{
    const auto count = loops_wanted(values);
    auto contexts = make_contexts(count);
    std::vector<asio::io_context*> bare;
    for (const auto& context : contexts) bare.push_back(context.get());
    auto acceptors =
        http::listen_all(bare, values.text("host"), static_cast<std::uint16_t>(values.number("port")));
    if (!acceptors) {
        complain(acceptors.error().detail);
        return could_not_run;
    }
    const auto port = acceptors->front().local_endpoint().port();

    asio::thread_pool blocking(blocking_threads);
    retrieval::sqlite_retriever documents(folder, blocking, log);
    history::keeper kept(folder, history_limits(values), std::chrono::system_clock::now);
    runs::registry runs(run_limits(values));
    serve_library library(values, folder, certificates, model, log);
    if (const auto started = library.start(); !started) {
        complain(started.error().detail);
        return could_not_run;
    }
    documents.start();
    const auto queue = queue_of(values);
    server::shared_answers under_way;
    const shared_parts shared{
        .values = values,
        .style = style,
        .extra_certificates = certificates,
        .model = model,
        .find = documents,
        .documents = [&documents](std::string name) { return look_up(documents, std::move(name)); },
        .readiness = [&documents] { return documents.readiness(); },
        .holdings = [&documents] { return holdings_of(documents); },
        .log = log,
        .blocking = blocking,
        .history = history_of(values, kept),
        .runs = runs,
        .queue = queue.get(),
        .under_way = under_way,
        .library = library.services(),
        .loops = count,
    };
    std::vector<std::unique_ptr<serve_loop>> loops;
    for (std::size_t i = 0; i < count; ++i)
        loops.push_back(
            std::make_unique<serve_loop>(shared, std::move((*acceptors)[i]), std::move(contexts[i])));

    stop_signals stop;  // from here on: whoever reads where we are may stop us
    std::cout << announcement(values, folder, port) << std::flush;
    run_all(loops, stop, model, library, std::chrono::seconds(values.number("grace-seconds")), log);
    documents.stop();
    library.stop();
    // Before the loops go: a thread of the pool holds on to one for a moment after its answer.
    blocking.join();
    kept.stop();
    return good;
}

}  // namespace

exit_status run_serve(const command_line& given)
{
    auto values = given.values;
    const auto folder = data_folder(values);
    if (!folder || !given.operands.empty()) {
        complain(folder ? "parley serve takes no operands (see parley serve --help)" : folder.error().detail);
        return wrong_usage;
    }
    const auto style = read_answer_style(values);
    if (!style) {
        complain(style.error().detail);
        return wrong_usage;
    }
    if (!server::dialect_named(values.text("dialect"))) {
        complain("--dialect takes a, b, c or d");
        return wrong_usage;
    }
    if (const auto origins = http::read_origins(values.text("allow-origins")); !origins) {
        complain("--allow-origins: " + origins.error().detail);
        return wrong_usage;
    }
    const auto certificates = read_extra_certificates(values);
    const auto usable = check_folder(*folder);
    if (!certificates || !usable) {
        complain(certificates ? usable.error().detail : certificates.error().detail);
        return wrong_usage;
    }
    const auto least = log_level_named(values.text("log-level"));
    if (!least) {
        complain("--log-level takes debug, info, warning or error");
        return wrong_usage;
    }
    if (const auto readable = check_store(*folder); !readable) {
        complain(about_store(readable.error(), *folder));
        return could_not_run;
    }
    stderr_log log(*least);
    const auto stand_in = start_mock_model(values, log);
    if (!stand_in) {
        complain(stand_in.error().detail);
        return wrong_usage;
    }
    std::signal(SIGPIPE, SIG_IGN);  // a log that nobody reads must not end the server
    raise_descriptor_limit(static_cast<std::size_t>(values.number("connections")), log);
    const auto model = model_access::from(values, *certificates, log);
    if (!model) {
        complain(model.error().detail);
        return wrong_usage;
    }
    return serve_until_stopped(values, *style, *folder, *certificates, model->get(), log);
}

}  // namespace parley::cli
