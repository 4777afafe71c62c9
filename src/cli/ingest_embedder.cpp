#include "cli/ingest_embedder.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace parley::cli {
namespace {

constexpr std::chrono::minutes patience{10};  // some hundred texts, by a model without a graphics card
constexpr std::chrono::milliseconds between_looks{100};

// Looks again and again whether the user has asked to stop, until it is cancelled itself.
void watch(asio::steady_timer& clock, const std::atomic<bool>& stop, asio::cancellation_signal& work)
{
    clock.expires_after(between_looks);
    clock.async_wait([&](boost::system::error_code failed) {
        if (failed) return;
        if (stop) work.emit(asio::cancellation_type::terminal);
        watch(clock, stop, work);
    });
}

}  // namespace

std::unique_ptr<ingest_embedder> ingest_embedder::from(const settings& values,
                                                       const std::string& certificates,
                                                       const model_access* access,
                                                       const std::atomic<bool>& stop)
{
    if (access == nullptr || !access->embedding_endpoint()) return nullptr;
    return std::unique_ptr<ingest_embedder>(
        new ingest_embedder(values, certificates, *access->embedding_endpoint(), stop));
}

ingest_embedder::ingest_embedder(const settings& values, const std::string& certificates,
                                 const openai::endpoint& where, const std::atomic<bool>& stop)
    : name_(where.deployment),
      stop_(stop),
      client_(loop_.get_executor(), http::client_limits{}, proxies_of(values),
              http::tls_settings{certificates}),
      model_(openai::connect_embeddings(client_, where))
{
}

result<std::vector<std::vector<float>>> ingest_embedder::embed(std::vector<std::string> texts)
{
    asio::cancellation_signal stop;
    asio::steady_timer clock(loop_);
    std::optional<result<openai::embeddings>> made;
    asio::co_spawn(loop_,
                   model_->embed({.model = name_, .texts = std::move(texts)}, deadline_after(patience)),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&](std::exception_ptr thrown, result<openai::embeddings> value) {
                           // A stop between two waits makes the second one throw.
                           if (thrown && !stop_) std::rethrow_exception(thrown);
                           made = std::move(value);
                       }));
    watch(clock, stop_, stop);
    loop_.restart();
    while (!made) loop_.run_one();
    clock.cancel();
    loop_.poll();
    if (stop_ && !*made) return error{errc::cancelled, "stopped"};
    if (!*made) return made->error();
    return std::move((*made)->vectors);
}

}  // namespace parley::cli
