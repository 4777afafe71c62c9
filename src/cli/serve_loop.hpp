// What one event loop of `serve` owns: its listener, its client, its writer, its routes. Run by one thread.
//
// Loops share only what says `Thread-safe:` in its header: the retriever, the documents, the log, the pool.
#pragma once

#include "base/task_group.hpp"
#include "cli/answerer.hpp"
#include "http/server.hpp"
#include "retrieval/retriever.hpp"
#include "server/routes.hpp"

#include <boost/asio/io_context.hpp>

namespace parley::cli {

// What every loop is given; all of it outlives the loops.
struct shared_parts {
    const settings& values;
    const answer_style& style;
    const std::string& extra_certificates;
    const model_access* model;  // null: extracts
    retrieval::retriever& find;
    server::document_lookup documents;
    std::function<result<void>()> readiness;
    std::function<server::holding()> holdings;
    log_sink& log;
    asio::thread_pool& blocking;
    server::history_services history;
    runs::registry& runs;
    admission::shared_queue* queue;  // null: nobody waits for a turn
    server::shared_answers& under_way;
    server::document_services library;
    std::size_t loops;
};

class serve_loop {
public:
    serve_loop(const shared_parts& with, asio::ip::tcp::acceptor acceptor,
               std::unique_ptr<asio::io_context> context);

    // Serves on the calling thread until `stop`.
    void run();

    // Thread-safe: asks the loop to finish its answers until `grace` and then return from `run`.
    void stop(deadline grace);

private:
    asio::awaitable<void> stop_here(deadline grace);

    std::unique_ptr<asio::io_context> context_;
    task_group tasks_;
    answerer answerer_;
    server::heartbeat beats_;
    server::run_host runs_;
    server::answer_host answers_;
    http::router routes_;
    std::unique_ptr<http::server> server_;
};

}  // namespace parley::cli
