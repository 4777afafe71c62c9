#include "cli/audit_tools.hpp"

#include "audit/engine/axe.hpp"
#include "audit/report/joined.hpp"
#include "base/plain_json.hpp"
#include "cli/arguments.hpp"
#include "cli/audit_browser.hpp"
#include "cli/audit_options.hpp"
#include "cli/audit_rounds.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// Violates one rule, so that it shows whether anything is found.
constexpr std::string_view trial_page =
    "<!DOCTYPE html><html lang=\"en\"><head><title>Trial</title></head>"
    "<body><main><h1>Trial</h1><img src=\"data:,\"></main></body></html>";
constexpr std::string_view trial_rule = "image-alt";

// Every tag by which axe groups its rules, so that rules that are off otherwise are listed, too.
constexpr std::string_view all_tags =
    "wcag2a,wcag2aa,wcag2aaa,wcag21a,wcag21aa,wcag22aa,best-practice,experimental,ACT,section508,deprecated,"
    "wcag2a-obsolete";

// A folder with the page in it, gone afterwards.
class trial_folder {
public:
    trial_folder()
    {
        std::error_code failed;
        auto name = (fs::temp_directory_path(failed) / "parley-audit-XXXXXX").string();
        if (failed || mkdtemp(name.data()) == nullptr) return;
        path_ = name;
        std::ofstream(page()) << trial_page;
    }
    ~trial_folder()
    {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    trial_folder(const trial_folder&) = delete;
    trial_folder& operator=(const trial_folder&) = delete;

    bool is_there() const { return !path_.empty(); }
    fs::path page() const { return path_ / "trial.html"; }

private:
    fs::path path_;
};

result<audit::page_outcome> try_out(const settings& values)
{
    const auto browser = read_browser_options(values);
    if (!browser) return browser.error();
    const auto options = read_page_options(values);
    if (!options) return options.error();
    const trial_folder folder;
    if (!folder.is_there())
        return error{errc::storage, "cannot make a folder for temporary files: check TMPDIR"};
    audit_visit visit{.name = "the trial page", .plan = options->plan};
    visit.plan.address = "file://" + folder.page().string();
    visit_round only{.visits = {std::move(visit)}};
    say_what_root_means(values);
    const auto ended =
        audit_in_browser(*browser, values, [left = &only]() mutable { return std::exchange(left, nullptr); });
    if (!ended) return ended.error();
    auto& outcome = only.audited.at(0).outcomes.back();
    if (outcome.results.has_error()) return outcome.results.error();
    return std::move(outcome);
}

exit_status refuse(const error& what)
{
    complain(what.detail);
    return what.code == errc::invalid_input ? wrong_usage : could_not_run;
}

using rules_by_id = std::map<std::string, audit::finding>;

rules_by_id rules_of(const audit::page_results& from)
{
    rules_by_id rules;
    for (const auto* list : {&from.violations, &from.incomplete, &from.passes, &from.inapplicable})
        for (const auto& each : *list) rules.emplace(each.rule, each);
    return rules;
}

void print(const rules_by_id& rules)
{
    for (const auto& [id, rule] : rules)
        std::cout << id << "  " << rule.help << "  " << audit::joined(rule.tags, ",") << '\n';
}

void print_json(const rules_by_id& rules)
{
    for (const auto& [id, rule] : rules)
        std::cout << plain_json(json::object{{"ruleId", id},
                                             {"help", rule.help},
                                             {"description", rule.description},
                                             {"helpUrl", rule.help_url},
                                             {"tags", json::array(rule.tags.begin(), rule.tags.end())}})
                  << '\n';
}

}  // namespace

exit_status list_audit_rules(const command_line& given)
{
    if (given.values.is_set("licence")) {
        std::cout << audit::axe_licence() << '\n';
        return good;
    }
    if (given.operands.size() != 1) {
        complain("parley audit rules takes no page: narrow it with --tags or --standard");
        return wrong_usage;
    }
    auto values = given.values;
    const auto taken = settings_of("audit");
    const auto tags = std::ranges::find(taken, "tags", &setting::name);
    const bool is_narrowed = !values.list("tags").empty() || !values.text("standard").empty();
    if (!is_narrowed && values.list("rules").empty())
        if (auto set = values.set(*tags, std::string(all_tags), "--tags"); !set) return refuse(set.error());
    const auto outcome = try_out(values);
    if (!outcome) return refuse(outcome.error());
    const auto rules = rules_of(*outcome->results);
    if (values.is_set("json"))
        print_json(rules);
    else
        print(rules);
    return good;
}

exit_status list_audit_browsers(const command_line& given)
{
    if (given.operands.size() != 1) {
        complain("parley audit browsers takes no page (see parley audit --help)");
        return wrong_usage;
    }
    const auto outcome = try_out(given.values);
    if (!outcome) return refuse(outcome.error());
    const auto& found = *outcome->results;
    const bool is_found = std::ranges::any_of(
        found.violations, [](const auto& each) { return each.rule == trial_rule && each.nodes.size() == 1; });
    std::cout << given.values.text("browser") << "  " << outcome->visit.browser << "  axe-core "
              << found.engine_version
              << (is_found ? "  works\n" : "  does not find what is wrong with a trial page\n");
    return is_found ? good : found_problems;
}

}  // namespace parley::cli
