// parley ask: one question, answered on the terminal. `serve` without HTTP.
#include "base/ascii.hpp"
#include "cli/arguments.hpp"
#include "cli/local_answers.hpp"
#include "cli/run_interruptible.hpp"
#include "cli/terminal_sink.hpp"
#include "server/errors.hpp"

#include <iostream>

namespace parley::cli {
namespace {

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

asio::awaitable<result<void>> answer_once(local_answers& from, rag::question asked, rag::event_sink& sink)
{
    const auto loop = co_await asio::this_coro::executor;
    const answering answers(from, loop);
    const auto services = answers.services();
    co_return co_await rag::answer(services, std::move(asked), sink, from.answer_deadline());
}

}  // namespace

exit_status run_ask(const command_line& given)
{
    const auto text = joined(given.operands);
    if (ascii::trimmed(text).empty()) {
        complain("parley ask needs a question (see parley ask --help)");
        return wrong_usage;
    }
    const auto answers = local_answers::open(given.values);
    if (!answers) {
        complain(answers.error().sentence);
        return answers.error().status;
    }
    auto asked = (*answers)->question_of(text);
    if (given.values.is_set("show-process")) asked.steps = rag::process::shown;
    text_sink for_people(std::cout, std::cerr);
    json_sink for_machines(std::cout);
    const bool as_json = given.values.is_set("json");
    auto& sink = as_json ? static_cast<rag::event_sink&>(for_machines) : for_people;
    const auto answered = run_interruptible(answer_once(**answers, std::move(asked), sink));
    if (!answered) {
        // Readers of the lines learn of the failure where readers of a stream do: in its last line.
        for_people.break_off();
        if (as_json) std::cout << server::error_json(answered.error(), "ask") << std::endl;
        complain(answered.error().detail);
        return could_not_run;
    }
    return good;
}

}  // namespace parley::cli
