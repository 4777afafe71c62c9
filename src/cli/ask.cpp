// parley ask: one question, answered on the terminal. `serve` without HTTP.
#include "base/ascii.hpp"
#include "cli/answerer.hpp"
#include "cli/arguments.hpp"
#include "cli/mock_model.hpp"
#include "cli/run_interruptible.hpp"
#include "cli/stderr_log.hpp"
#include "cli/terminal_sink.hpp"
#include "rag/answer.hpp"
#include "retrieval/sqlite/sqlite_retriever.hpp"
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

// Ends what an answer leaves behind on its loop: the login's tool under way, and a thread of the pool, which
// holds on to the loop for a moment after its answer.
struct left_behind {
    model_access* model;
    asio::thread_pool& blocking;

    ~left_behind()
    {
        if (model != nullptr) model->stop();
        blocking.join();
    }
};

asio::awaitable<result<void>> answer_once(const settings& values, const answer_style& style,
                                          const std::string& certificates, model_access* model,
                                          retrieval::sqlite_retriever& find, asio::thread_pool& blocking,
                                          log_sink& log, std::string text, rag::event_sink& sink)
{
    const left_behind ending{model, blocking};
    const auto loop = co_await asio::this_coro::executor;
    const auto answers = make_answerer(values, style, certificates, model, loop, log);
    rag::question asked;
    asked.text = std::move(text);
    asked.top = static_cast<std::size_t>(values.number("top"));
    if (values.is_set("show-process")) asked.steps = rag::process::shown;
    const rag::services with{find, *answers.writer, answers.rewriter.get(), answers.embedder.get()};
    const auto until = deadline_after(std::chrono::seconds(values.number("answer-seconds")));
    co_return co_await rag::answer(with, std::move(asked), sink, until);
}

}  // namespace

exit_status run_ask(const command_line& given)
{
    const auto question = joined(given.operands);
    if (ascii::trimmed(question).empty()) {
        complain("parley ask needs a question (see parley ask --help)");
        return wrong_usage;
    }
    const auto folder = data_folder(given.values);
    if (!folder) {
        complain(folder.error().detail);
        return wrong_usage;
    }
    const auto certificates = read_extra_certificates(given.values);
    if (!certificates) {
        complain(certificates.error().detail);
        return wrong_usage;
    }
    const auto style = read_answer_style(given.values);
    if (!style) {
        complain(style.error().detail);
        return wrong_usage;
    }
    if (auto store = retrieval::store::open(*folder, retrieval::access::read); !store) {
        complain(store.error().code == errc::not_found ? hint_to_ingest(*folder)
                                                       : about_store(store.error(), *folder));
        return could_not_run;
    }

    stderr_log log(log_level::warning);  // only what went wrong: the answer is what the user wants to see
    auto values = given.values;
    const auto stand_in = start_mock_model(values, log);
    if (!stand_in) {
        complain(stand_in.error().detail);
        return wrong_usage;
    }
    const auto model = model_access::from(values, *certificates, log);
    if (!model) {
        complain(model.error().detail);
        return wrong_usage;
    }
    asio::thread_pool blocking(1);
    retrieval::sqlite_retriever find(*folder, blocking, log);
    if (auto started = find.refresh(); !started) {
        complain(about_store(started.error(), *folder));
        return could_not_run;
    }
    text_sink text(std::cout);
    json_sink json(std::cout);
    auto& sink = given.values.is_set("json") ? static_cast<rag::event_sink&>(json) : text;
    const auto answered = run_interruptible(
        answer_once(values, *style, *certificates, model->get(), find, blocking, log, question, sink));
    if (!answered) {
        // Readers of the lines learn of the failure where readers of a stream do: in its last line.
        text.break_off();
        if (given.values.is_set("json"))
            std::cout << server::error_json(answered.error(), "ask") << std::endl;
        complain(answered.error().detail);
        return could_not_run;
    }
    return good;
}

}  // namespace parley::cli
