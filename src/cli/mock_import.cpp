#include "cli/mock_import.hpp"

#include "base/whole_file.hpp"
#include "cli/arguments.hpp"
#include "cli/mock_idle_options.hpp"
#include "cli/mock_options.hpp"
#include "cli/mock_recording.hpp"
#include "mock/recorder/import.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <map>

namespace parley::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t others_told_max = 20;

using counted = std::map<std::string, std::size_t>;

counted count(const std::vector<std::string>& list)
{
    counted made;
    for (const auto& each : list) ++made[each];
    return made;
}

std::string in_number(std::size_t count, const std::string& what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

void print_text(const mock::import_report& report, const std::string& folder)
{
    std::cout << "Imported " << in_number(report.answers, "answer") << " into " << folder << " ("
              << in_number(report.fixtures, "fixture") << ").\n";
    if (report.others.empty()) return;
    std::cout << "Left out " << in_number(report.others.size(), "request")
              << " of no API that the mock knows:\n";
    const auto others = count(report.others);
    std::size_t told = 0;
    for (const auto& [name, times] : others) {
        if (++told > others_told_max) break;
        std::cout << "  " << name << (times == 1 ? "" : " (" + std::to_string(times) + " times)") << "\n";
    }
    if (others.size() > others_told_max)
        std::cout << "  and " << others.size() - others_told_max << " others\n";
}

void print_json(const mock::import_report& report, const std::string& folder)
{
    json::array others;
    for (const auto& [name, times] : count(report.others))
        others.push_back(json::object{{"request", name}, {"times", times}});
    json::array refused;
    for (const auto& each : report.refused)
        refused.push_back(json::object{{"file", each.file}, {"why", each.text}});
    std::cout << json::object{{"answers", report.answers},
                              {"fixtures", report.fixtures},
                              {"folder", folder},
                              {"left_out", std::move(others)},
                              {"refused", std::move(refused)}}
              << "\n";
}

result<mock::import_settings> read_settings(const command_line& given)
{
    if (auto fine = refuse_idle_options(given); !fine) return fine.error();
    if (given.operands.empty()) return mock_usage_problem("--import takes the files to import, one or more");
    mock::import_settings made;
    auto masked = read_masked(given.values);
    if (!masked) return masked.error();
    made.masked = std::move(*masked);
    const auto file = given.values.text("import-request");
    if (file.empty()) return made;
    auto body = read_whole_file(file);
    if (!body) return error{body.error().code, file + " " + body.error().detail};
    made.request = mock::request_file{file, std::move(*body)};
    return made;
}

mock::imported_file read_file(const std::string& name, const mock::import_settings& settings)
{
    const auto text = read_whole_file(name);
    if (text) return mock::read_import(*text, name, settings);
    mock::imported_file made{.name = name};
    made.mistakes.push_back({name, 0, text.error().detail});
    return made;
}

}  // namespace

exit_status import_recordings(const command_line& given)
{
    const auto settings = read_settings(given);
    if (!settings) {
        complain(settings.error().detail);
        return wrong_usage;
    }
    std::vector<mock::imported_file> files;
    bool is_good = true;
    for (const auto& name : given.operands) {
        files.push_back(read_file(name, *settings));
        for (const auto& each : files.back().mistakes) std::cerr << mock::to_line(each) << "\n";
        is_good = is_good && files.back().mistakes.empty();
    }
    if (!is_good) return wrong_usage;

    const auto folder = given.values.text("recordings");
    const auto report = mock::save_imported(std::move(files), folder);
    if (!report) {
        complain(report.error().detail);
        return could_not_run;
    }
    for (const auto& each : report->refused) std::cerr << mock::to_line(each) << "\n";
    if (given.values.is_set("json"))
        print_json(*report, folder);
    else
        print_text(*report, folder);
    return report->refused.empty() && report->answers > 0 ? good : found_problems;
}

}  // namespace parley::cli
