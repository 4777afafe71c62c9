#include "server/run_sink.hpp"

namespace parley::server {

run_sink::run_sink(std::shared_ptr<runs::run> into, dialect_a lines, std::chrono::milliseconds hold)
    : into_(std::move(into)),
      hold_(hold),
      pending_(std::make_unique<dialect_a>(std::move(lines))),
      last_write_(std::chrono::steady_clock::now())
{
}

asio::awaitable<result<void>> run_sink::send(rag::event what)
{
    if (pending_.add(what) == leaves::later) co_return result<void>{};
    is_writing_ = true;
    co_await into_->write(pending_.text());  // whoever is cancelled here still has them for the end
    is_writing_ = false;
    pending_.clear();
    last_write_ = std::chrono::steady_clock::now();
    co_return result<void>{};
}

void run_sink::tick(deadline now)
{
    if (is_writing_) return;
    pending_.add_held(now);
    if (pending_.text().empty() || now - last_write_ < hold_ || !into_->try_write(pending_.text())) return;
    pending_.clear();
    last_write_ = now;
}

void run_sink::finish(deadline now)
{
    into_->end(pending_.take(), {}, now);
}

void run_sink::fail(const error& problem, std::string_view request_id, deadline now)
{
    const bool can_be_a_status = into_->is_empty() && !pending_.has_words();
    pending_.add_error(problem, request_id);
    into_->end(pending_.take(), can_be_a_status ? std::optional(problem) : std::nullopt, now);
}

}  // namespace parley::server
