#include "audit/browser/bidi.hpp"

namespace parley::audit {
namespace {

error browser_is_gone()
{
    return {errc::closed, "the browser ended"};
}

}  // namespace

void bidi::close()
{
    over_->close();
    hear_the_end();
}

asio::awaitable<result<boost::json::object>> bidi::call(std::string about, std::string method,
                                                        boost::json::object parameters, deadline until)
{
    if (closed_) co_return browser_is_gone();
    const auto self = shared_from_this();
    auto command = dialogue_.ask(method, parameters);
    over_->send(std::move(command.text));
    co_return co_await questions_.answer_to(command.number, std::move(about), std::move(method), until);
}

void bidi::tell(std::string_view method, const boost::json::object& parameters)
{
    if (!closed_) over_->send(dialogue_.ask(method, parameters).text);
}

// What cannot be read ends the session: nothing after it can be trusted to be whole.
void bidi::hear_message(std::string text)
{
    auto said = bidi_dialogue::read(text);
    if (!said) return close();
    if (auto* answer = std::get_if<bidi_answer>(&*said))
        return questions_.answer(answer->command, std::move(answer->outcome));
    const auto listeners = listeners_;  // who hears may listen to more
    for (auto* each : listeners) each->hear(std::get<bidi_event>(*said));
}

void bidi::hear_the_end()
{
    if (std::exchange(closed_, true)) return;
    questions_.fail_all(browser_is_gone());
    const auto listeners = listeners_;
    for (auto* each : listeners) each->hear_the_end();
}

}  // namespace parley::audit
