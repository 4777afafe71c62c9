#include "server/upload.hpp"

#include <boost/asio/post.hpp>

namespace parley::server {
namespace {

constexpr std::size_t gathered_bytes = 256 * 1024;

}  // namespace

// What is wrong with the disk goes to the log.
error upload::told(const error& problem) const
{
    if (problem.code != errc::storage) return problem;
    with_.log.write(log_level::error, "upload_failed", {{"id", id_}, {"detail", problem.detail}});
    return {errc::busy,
            "The server cannot keep the file: its folder cannot be written. The server's log says why.",
            std::chrono::seconds(60)};
}

upload::~upload()
{
    if (to_) asio::post(with_.blocking, [last = std::move(to_)]() mutable { last.reset(); });
}

asio::awaitable<result<void>> upload::begin(std::string given, ingest::when_there then)
{
    const auto name = ingest::inbox::name_for(given);
    if (!name) co_return name.error();
    auto work = [inbox = with_.uploads, name = *name, then] { return inbox->receive(name, then); };
    auto begun = co_await offload(with_.blocking, std::move(work));
    if (!begun) co_return told(begun.error());
    to_ = *std::move(begun);
    co_return result<void>();
}

asio::awaitable<result<void>> upload::add(std::string_view bytes)
{
    gathered_ += bytes;
    if (gathered_.size() < gathered_bytes) co_return result<void>();
    co_return co_await flush();
}

asio::awaitable<result<void>> upload::flush()
{
    auto work = [to = to_, bytes = std::exchange(gathered_, {})] { return to->write(bytes); };
    auto written = co_await offload(with_.blocking, std::move(work));
    if (!written) co_return told(written.error());
    co_return result<void>();
}

asio::awaitable<result<std::string>> upload::keep()
{
    if (auto flushed = co_await flush(); !flushed) co_return flushed.error();
    auto work = [to = to_] { return to->keep(); };
    auto kept = co_await offload(with_.blocking, std::move(work));
    if (!kept) co_return told(kept.error());
    co_return to_->name();
}

}  // namespace parley::server
