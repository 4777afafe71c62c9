#include "audit/browser/last_words.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace parley::audit {
namespace {

constexpr std::size_t bytes_max = 4096;

void rethrow(std::exception_ptr thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

void last_words::start()
{
    asio::co_spawn(output_.get_executor(), drain(shared_from_this(), output_), rethrow);
    asio::co_spawn(output_.get_executor(), drain(shared_from_this(), complaint_), rethrow);
}

void last_words::close()
{
    boost::system::error_code ignored;
    output_.close(ignored);
    complaint_.close(ignored);
}

error last_words::ended_at_once()
{
    std::string room(bytes_max, '\0');
    boost::system::error_code none_left;
    const auto got = complaint_.read_some(asio::buffer(room), none_left);
    add(std::string_view(room).substr(0, got));
    const auto line = text_.substr(0, text_.find('\n'));
    return {errc::closed, "the browser ended at once" + (line.empty() ? "" : ": " + line)};
}

asio::awaitable<void> last_words::drain(std::shared_ptr<last_words> self,
                                        asio::posix::stream_descriptor& from)
{
    std::string room(bytes_max, '\0');
    for (boost::system::error_code failed; !failed;) {
        const auto got = co_await from.async_read_some(asio::buffer(room),
                                                       asio::redirect_error(asio::use_awaitable, failed));
        self->add(std::string_view(room).substr(0, got));
    }
}

void last_words::add(std::string_view piece)
{
    text_ += piece;
    if (text_.size() > bytes_max) text_.erase(0, text_.size() - bytes_max);
}

}  // namespace parley::audit
