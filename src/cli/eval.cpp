// parley eval: how good retrieval and answers are, on a file of questions.
#include "base/plain_json.hpp"
#include "base/printable.hpp"
#include "base/whole_file.hpp"
#include "cli/arguments.hpp"
#include "cli/count_progress.hpp"
#include "cli/eval_report.hpp"
#include "cli/local_answers.hpp"
#include "cli/run_interruptible.hpp"
#include "cli/terminal.hpp"
#include "eval/run_file.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <unistd.h>

namespace parley::cli {
namespace {

enum class output { text, json };

struct eval_options {
    std::vector<eval::question> questions = {};  // to ask; none when `stored` is there
    std::optional<eval::run> stored = {};        // a run of an earlier day, to be shown or compared
    std::optional<eval::run> before = {};        // to compare with
    double tolerance = 0;
    std::string out;
    output shown = output::text;
};

result<std::string> read_named(const std::string& name)
{
    auto text = read_whole_file(name);
    if (!text) return error{errc::invalid_input, printable_line(name) + ": " + text.error().detail};
    return text;
}

result<eval::run> read_run(const std::string& name)
{
    const auto text = read_named(name);
    if (!text) return text.error();
    return eval::parse_run(*text, name);
}

result<double> read_tolerance(const std::string& text)
{
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1))
        return error{errc::invalid_input, "--tolerance takes a number from 0 to 1, such as 0.01"};
    return value;
}

// Before hours are spent on what cannot be kept.
result<void> check_writable(const std::string& file)
{
    const bool was_there = std::filesystem::exists(file);
    const bool is_writable = std::ofstream(file, std::ios::app).is_open();
    if (!is_writable) return error{errc::invalid_input, "cannot write " + file + ": check --out"};
    if (!was_there) std::filesystem::remove(file);
    return {};
}

// Runs of different questions say nothing of each other.
result<void> check_comparable(const eval_options& options)
{
    std::set<std::string_view> known;
    for (const auto& each : options.before->judged) known.insert(each.asked.id);
    const auto is_known = [&known](std::string_view id) { return known.contains(id); };
    bool is_comparable = std::ranges::any_of(options.questions, is_known, &eval::question::id);
    if (options.stored)
        for (const auto& each : options.stored->judged) is_comparable |= is_known(each.asked.id);
    if (is_comparable) return {};
    return error{errc::invalid_input,
                 "no question is in both runs, so there is nothing to compare: check --compare"};
}

// An error is wrong usage.
result<eval_options> read_options(const command_line& given)
{
    if (given.operands.size() != 1)
        return error{errc::invalid_input, "parley eval needs one file of questions (see parley eval --help)"};
    const auto tolerance = read_tolerance(given.values.text("tolerance"));
    if (!tolerance) return tolerance.error();
    eval_options options{.tolerance = *tolerance, .out = given.values.text("out")};
    if (given.values.is_set("json")) options.shown = output::json;

    const auto& name = given.operands.front();
    const auto text = read_named(name);
    if (!text) return text.error();
    if (eval::looks_like_run(*text)) {
        auto stored = eval::parse_run(*text, name);
        if (!stored) return stored.error();
        options.stored = *std::move(stored);
    } else {
        auto questions = eval::parse_questions(*text, name);
        if (!questions) return questions.error();
        options.questions = *std::move(questions);
    }
    if (const auto earlier = given.values.text("compare"); !earlier.empty()) {
        auto before = read_run(earlier);
        if (!before) return before.error();
        options.before = *std::move(before);
        if (const auto sound = check_comparable(options); !sound) return sound.error();
    }
    if (options.out.empty()) return options;
    if (const auto writable = check_writable(options.out); !writable) return writable.error();
    return options;
}

// Expected sources that are in no document can never be found: a mistake of the file, or of the store.
result<void> warn_of_unknown(const std::vector<eval::question>& questions,
                             const std::filesystem::path& folder)
{
    const auto store = retrieval::store::open(folder, retrieval::access::read);
    if (!store) return store.error();
    const auto documents = store->documents();
    if (!documents) return documents.error();
    std::map<std::string, int, std::less<>> pages_of;
    for (const auto& each : *documents) pages_of[each.name] = each.pages;
    const auto unknown = eval::unknown_sources(questions, pages_of);
    if (unknown.empty()) return {};
    complain(std::to_string(unknown.size()) + " of the expected sources cannot be found, such as " +
             printable_line(unknown.front()) + ": there is no such document, or page, in " + folder.string());
    return {};
}

asio::awaitable<result<void>> ask_all(local_answers& from, const std::vector<eval::question>& questions,
                                      count_progress& progress, eval::run& into)
{
    const auto loop = co_await asio::this_coro::executor;
    const answering answers(from, loop);
    const auto services = answers.services();
    for (const auto& each : questions) {
        co_await asio::post(loop, asio::use_awaitable);  // lets Ctrl-C in
        auto asked = from.question_of(each.text);
        asked.history = each.history;
        auto seen = co_await eval::observe(services, std::move(asked), from.answer_deadline());
        // What fails at the very first has nothing to do with the question.
        const bool ends_run = !seen && (seen.error().code == errc::cancelled || into.judged.empty());
        if (ends_run) co_return seen.error();
        if (!seen) {
            into.failed.push_back({each.id, seen.error().detail});
        } else {
            const auto made = eval::judge(each, *seen);
            into.judged.push_back({each, *std::move(seen), made});
        }
        progress.on_count(into.judged.size() + into.failed.size(), into.planned);
    }
    co_return result<void>{};
}

// Asks the questions, as far as Ctrl-C lets it. An error is told with the status it means.
boost::system::result<eval::run, obstacle> make_run(const settings& values,
                                                    const std::vector<eval::question>& questions)
{
    const auto answers = local_answers::open(values);
    if (!answers) return answers.error();
    if (const auto warned = warn_of_unknown(questions, (*answers)->folder()); !warned)
        return obstacle{could_not_run, about_store(warned.error(), (*answers)->folder())};
    eval::run made{.writer = values.text("model").empty() ? "extracts" : values.text("model"),
                   .top = static_cast<std::size_t>(values.number("top")),
                   .planned = questions.size()};
    count_progress progress(
        std::cerr, is_terminal(STDERR_FILENO) ? count_progress::place::terminal : count_progress::place::log,
        "questions");
    const auto asked = run_interruptible(ask_all(**answers, questions, progress, made));
    if (!asked && made.judged.empty()) return obstacle{could_not_run, asked.error().detail};
    return made;
}

colours colours_to_show()
{
    return is_terminal(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr ? colours::shown : colours::none;
}

void print_lines(const eval::run& of)
{
    const auto print = [](boost::json::object line, std::string_view type) {
        line["type"] = type;
        std::cout << plain_json(line) << '\n';
    };
    for (const auto& each : of.judged) print(eval::question_json(each), "question");
    for (const auto& each : of.failed) print({{"id", each.id}, {"reason", each.reason}}, "failed");
    print(eval::total_json(of), "total");
}

// Whether a metric fell by more than is tolerated.
bool print_comparison(const eval::run& before, const eval::run& now, double tolerance, output shown)
{
    const auto changes = eval::compare(before, now);
    if (shown == output::json)
        std::cout << plain_json(comparison_json(changes, tolerance)) << '\n';
    else
        std::cout << comparison_text(changes, tolerance, colours_to_show());
    return !eval::fallen(changes, tolerance).empty();
}

// Complains of what keeps a run from being whole.
exit_status status_of(const eval::run& made)
{
    if (!made.is_complete())
        complain("stopped after " + std::to_string(made.judged.size() + made.failed.size()) + " of " +
                 std::to_string(made.planned) + " questions: all that is said here is about these");
    if (!made.failed.empty())
        complain(std::to_string(made.failed.size()) + " of " + std::to_string(made.planned) +
                 " questions could not be answered, and count for nothing: " + made.failed.front().reason);
    return made.is_complete() && made.failed.empty() ? good : could_not_run;
}

exit_status report(const eval::run& made, const eval_options& options)
{
    const bool is_kept = options.out.empty() ||
                         (std::ofstream(options.out, std::ios::binary) << eval::run_json(made) << std::flush);
    if (!is_kept) complain("cannot write " + options.out + ": the run is not kept");
    if (options.shown == output::json)
        print_lines(made);
    else
        std::cout << run_text(made);
    const bool has_fallen =
        options.before && print_comparison(*options.before, made, options.tolerance, options.shown);
    const auto status = status_of(made);
    if (status != good || !is_kept) return could_not_run;
    return has_fallen ? found_problems : good;
}

}  // namespace

exit_status run_eval(const command_line& given)
{
    const auto options = read_options(given);
    if (!options) {
        complain(options.error().detail);
        return wrong_usage;
    }
    if (options->stored) return report(*options->stored, *options);
    const auto made = make_run(given.values, options->questions);
    if (!made) {
        complain(made.error().sentence);
        return made.error().status;
    }
    return report(*made, *options);
}

}  // namespace parley::cli
