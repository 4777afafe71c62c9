// parley: one binary, a table of commands.
//
//   serve    cli/serve.cpp    the web application
//   ingest   cli/ingest.cpp   documents into the store
//   ask      cli/ask.cpp      one question, answered on the terminal
//   eval     cli/eval.cpp     how good the answers are, on a file of questions
//   token    cli/token.cpp    which login works without a key; `token serve` for containers
//   doctor   cli/doctor.cpp   why something does not work, and what to type
//   mock     cli/mock.cpp     a model server to test against
//   feedback cli/feedback.cpp what visitors thought of answers
//   audit    cli/audit.cpp    what keeps people from using pages
#include "cli/arguments.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <iostream>

namespace parley::cli {
namespace {

constexpr std::array commands = {
    command{"serve", "", "serve the chat on a web page",
            "Serves the chat over the documents in the store. Documents that are taken in meanwhile with\n"
            "parley ingest become searchable without a restart. Ctrl-C lets running answers finish.",
            run_serve},
    command{
        "ingest", "PATH...", "take documents into the store",
        "Takes files, and folders with all that is below them, into the store: PDF, HTML, Markdown and "
        "text.\n"
        "What is unchanged is left alone; what has changed replaces its old version. A file that cannot be\n"
        "read, or a named one of another type, is reported with the reason and the run goes on; the exit\n"
        "status is 1 then. With --embedding-model passages get vectors too, also those that were taken in\n"
        "before.",
        run_ingest},
    command{
        "ask", "QUESTION", "answer one question on the terminal",
        "Answers from the documents in the store, with the sources it draws on. The same answer as on the\n"
        "web page, without the server. Put -- before a question that begins with a dash.",
        run_ask},
    command{
        "eval", "QUESTIONS", "say how good the answers are",
        "Asks each question of a file (JSON lines: docs/eval.md) and says how well sources are found and\n"
        "cited, and whether it refuses just where the documents have no answer. No model judges. --compare\n"
        "with a run that --out kept ends with status 1 when something got worse. In place of questions it\n"
        "takes such a run, to show or compare it without asking anything.",
        run_eval},
    command{
        "token", "[serve]", "show which login works without a key",
        "Asks for an Entra token as serve does, and says who gave it, for whom, and why the others did not:\n"
        "environment, workload identity, managed identity, az, azd; AZURE_TOKEN_CREDENTIALS narrows them.\n"
        "The exit status is 1 when there is no token. With serve it hands the login of az or azd to local\n"
        "containers, as a managed identity; --listen, --allow and --idle-exit are for that.",
        run_token},
    command{
        "doctor", "keyless", "say what keeps a login without a key from working",
        "Gets a token for the configured endpoint, makes one call of at most 16 tokens to each deployment\n"
        "(and one with the key, if one is set), and explains in a sentence what is missing, with the line\n"
        "to type: role, audience, tenant, subdomain, network, deployment. The exit status is 1 when\n"
        "something is.",
        run_doctor},
    command{
        "mock", "[FIXTURES...]", "serve a model to test against",
        "Speaks Chat Completions, Responses and Embeddings as OpenAI and Azure do, with answers, times and\n"
        "faults from fixture files (docs/mock.md). Files that change are read again. A request that no\n"
        "fixture matches is an error, and under CI or with --strict the exit status is 1 then: a test\n"
        "cannot pass by accident. /__mock shows what was asked, and changes what is answered.\n"
        "--record makes fixtures of what a real model says, --import of what other tools recorded.",
        run_mock},
    command{
        "feedback", "", "show what visitors thought of answers",
        "Lists ratings and comments that a server started with --feedback took, the newest first. What was\n"
        "asked and answered stands with them while the conversation is kept (--history).",
        run_feedback},
    command{
        "audit", "TARGET...", "find what keeps people from using pages",
        "Audits pages with axe-core in a browser: addresses, files, folders of HTML, @LIST of these. The\n"
        "exit status is 1 when rules are violated, and 3 when a page could not be looked at: that is never\n"
        "a clean page. Before targets may stand snapshot, to compare with what is kept. Without targets\n"
        "there are report RESULTS.json (other formats), diff OLD NEW, rules and browsers (docs/audit.md).",
        run_audit},
};

// Null, with a complaint, when there is none.
const command* find_command(const std::string& name)
{
    const auto* chosen =
        std::find_if(commands.begin(), commands.end(), [&](const auto& c) { return c.name == name; });
    if (chosen != commands.end()) return chosen;
    std::vector<std::string_view> names;
    for (const auto& each : commands) names.push_back(each.name);
    const auto near = nearest_name(name, names);
    complain("there is no command " + name + (near ? "; did you mean " + *near + "?" : "") +
             " (see parley --help)");
    return nullptr;
}

// `parley help`, or `parley help COMMAND`, which is `parley COMMAND --help`.
exit_status help(const std::vector<std::string>& arguments)
{
    if (arguments.size() > 2) {
        complain("parley help takes one command (see parley --help)");
        return wrong_usage;
    }
    if (arguments.size() < 2) {
        std::cout << overview(commands);
        return good;
    }
    const auto* about = find_command(arguments[1]);
    if (about == nullptr) return wrong_usage;
    std::cout << help_text(*about);
    return good;
}

int run(const std::vector<std::string>& arguments)
{
    if (arguments.empty()) {
        std::cerr << overview(commands);
        return wrong_usage;
    }
    const auto& name = arguments.front();
    if (name == "help") return help(arguments);
    if (name == "--help" || name == "-h") return help({});
    if (name == "--version") {
        std::cout << "parley " PARLEY_VERSION "\n";
        return good;
    }
    const auto* chosen = find_command(name);
    if (chosen == nullptr) return wrong_usage;
    const auto given = read_arguments(chosen->name, {arguments.begin() + 1, arguments.end()});
    if (!given) {
        complain(given.error().detail);
        return wrong_usage;
    }
    if (given->wants_help) {
        std::cout << help_text(*chosen);
        return good;
    }
    return chosen->run(*given);
}

// What a command said may still be on its way, and a full disk or a closed pipe shows only now.
int said_to_the_end(int status)
{
    std::cout.flush();
    if (std::cout || status == wrong_usage) return status;
    complain("not everything could be written to standard output");
    return could_not_run;
}

}  // namespace
}  // namespace parley::cli

int main(int argc, char** argv)
{
    try {
        return parley::cli::said_to_the_end(parley::cli::run({argv + 1, argv + argc}));
    } catch (const std::exception& bug) {
        // Expected failures are results; what arrives here is a bug or exhaustion.
        parley::cli::complain(std::string("internal error: ") + bug.what());
        return parley::cli::could_not_run;
    }
}
