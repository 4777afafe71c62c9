// parley token: which login works here, for whom, and why the others do not; `token serve` hands it to
// containers.
#include "cli/answerer.hpp"
#include "cli/arguments.hpp"
#include "cli/model_access.hpp"
#include "cli/run_interruptible.hpp"
#include "cli/stderr_log.hpp"
#include "cli/token_report.hpp"
#include "cli/token_serve.hpp"
#include "identity/default_chain.hpp"
#include "identity/system_host.hpp"

#include <iostream>

namespace parley::cli {
namespace {

void print(const command_line& given, const token_report& report)
{
    const bool is_for_machines = given.values.is_set("json");
    const bool shows_token = given.values.is_set("print");
    if (is_for_machines)
        std::cout << token_json(report, shows_token ? token_in_report::shown : token_in_report::hidden)
                  << "\n";
    else if (shows_token && report.token)
        std::cout << report.token->text.reveal() << "\n";
    else
        (shows_token ? std::cerr : std::cout) << token_text(report, std::chrono::system_clock::now());
}

}  // namespace

exit_status run_token(const command_line& given)
{
    if (!given.operands.empty() && given.operands.front() == "serve") return run_token_serve(given);
    if (!given.operands.empty()) {
        complain("parley token takes no operand but serve (see parley token --help)");
        return wrong_usage;
    }
    const auto& values = given.values;
    for (const auto* flag : {"listen", "allow", "idle-exit"})
        if (given.flags.contains(flag)) {
            complain("--" + std::string(flag) + " is for parley token serve (see parley token --help)");
            return wrong_usage;
        }
    if (values.text("scope").empty()) {
        complain("--scope names what the token is for, such as https://cognitiveservices.azure.com/.default");
        return wrong_usage;
    }
    const auto certificates = read_extra_certificates(values);
    if (!certificates) {
        complain(certificates.error().detail);
        return wrong_usage;
    }
    const identity::system_host machine(proxies_of(values), {*certificates});
    stderr_log log(log_level::warning);  // the report says the rest
    identity::default_chain_options options;
    options.tenant = values.text("tenant");
    options.process_timeout = std::chrono::seconds(values.number("process-timeout-seconds"));
    const auto chain = identity::make_default_chain(machine, log, options);
    if (!chain) {
        complain(chain.error().detail);
        return wrong_usage;
    }
    identity::token_request request;
    request.scopes = {values.text("scope")};
    request.tenant = options.tenant;
    auto token = run_interruptible(
        (*chain)->get_token(request, deadline_after(identity::search_max(options.process_timeout))));
    if (!token && token.error().code == errc::cancelled) {
        complain("stopped");
        return could_not_run;
    }
    print(given, {request.scopes.front(), (*chain)->outcomes(), token});
    return token ? good : found_problems;
}

}  // namespace parley::cli
