#include "audit/browser/devtools.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

namespace parley::audit {
namespace {

constexpr std::size_t read_bytes = 256 * 1024;

void rethrow(std::exception_ptr thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

error browser_is_gone()
{
    return {errc::closed, "the browser ended"};
}

}  // namespace

void devtools::start()
{
    asio::co_spawn(pipe_.get_executor(), read_until_closed(shared_from_this()), rethrow);
}

void devtools::close()
{
    if (std::exchange(closed_, true)) return;
    boost::system::error_code ignored;
    pipe_.close(ignored);
    questions_.fail_all(browser_is_gone());
    for (const auto& [session, listener] : std::exchange(listeners_, {})) listener->hear_the_end();
}

asio::awaitable<result<boost::json::object>> devtools::call(std::string session, std::string method,
                                                            boost::json::object parameters, deadline until)
{
    if (closed_) co_return browser_is_gone();
    const auto self = shared_from_this();
    auto command = dialogue_.ask(session, method, parameters);
    send(std::move(command.text));
    co_return co_await questions_.answer_to(command.number, std::move(session), std::move(method), until);
}

void devtools::tell(std::string_view session, std::string_view method, const boost::json::object& parameters)
{
    if (!closed_) send(dialogue_.ask(session, method, parameters).text);
}

void devtools::listen(std::string session, devtools_listener& who)
{
    listeners_.insert_or_assign(std::move(session), &who);
}

void devtools::forget(const std::string& session)
{
    listeners_.erase(session);
}

asio::awaitable<void> devtools::read_until_closed(std::shared_ptr<devtools> self)
{
    std::string room(read_bytes, '\0');
    while (!self->closed_) {
        boost::system::error_code failed;
        const auto got = co_await self->pipe_.async_read_some(
            asio::buffer(room), asio::redirect_error(asio::use_awaitable, failed));
        if (failed || self->closed_) break;
        self->splitter_.feed(std::string_view(room).substr(0, got));
        if (!self->take_messages()) break;
    }
    self->close();
}

result<void> devtools::take_messages()
{
    for (;;) {
        const auto message = splitter_.next();
        if (!message) return message.error();
        if (!*message) return {};
        auto said = devtools_dialogue::read(**message);
        if (!said) return said.error();
        if (auto* answer = std::get_if<devtools_answer>(&*said)) {
            questions_.answer(answer->command, std::move(answer->outcome));
        } else {
            const auto& event = std::get<devtools_event>(*said);
            const auto found = listeners_.find(event.session);
            if (found != listeners_.end()) found->second->hear(event);
        }
    }
}

void devtools::send(std::string text)
{
    waits_ += text;
    if (!std::exchange(writes_, true))
        asio::co_spawn(pipe_.get_executor(), write_what_waits(shared_from_this()), rethrow);
}

asio::awaitable<void> devtools::write_what_waits(std::shared_ptr<devtools> self)
{
    while (!self->waits_.empty() && !self->closed_) {
        const auto text = std::exchange(self->waits_, {});
        boost::system::error_code failed;
        co_await asio::async_write(self->pipe_, asio::buffer(text),
                                   asio::redirect_error(asio::use_awaitable, failed));
        if (failed) self->close();
    }
    self->writes_ = false;
}

}  // namespace parley::audit
