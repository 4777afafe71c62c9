#include "cli/audit_output.hpp"

#include "audit/report/compact.hpp"
#include "audit/report/csv.hpp"
#include "audit/report/html.hpp"
#include "audit/report/junit.hpp"
#include "audit/report/markdown.hpp"
#include "audit/report/run_json.hpp"
#include "audit/report/run_text.hpp"
#include "audit/report/sarif.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <unistd.h>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> format_names = {"compact", "text", "json", "junit",
                                                          "sarif",   "html", "csv",  "md"};

error mistake(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley audit --help)"};
}

std::optional<audit_format> format_named(std::string_view name)
{
    const auto* const found = std::ranges::find(format_names, name);
    if (found == format_names.end()) return std::nullopt;
    return static_cast<audit_format>(found - format_names.begin());
}

// What is no plain file, such as /dev/null, a pipe or a link, is written to as it is, never replaced, least
// of all /dev/stderr.
bool is_special(const std::string& file)
{
    std::error_code failed;
    return fs::exists(file, failed) && !fs::is_regular_file(fs::symlink_status(file, failed));
}

}  // namespace

result<std::vector<audit_output>> read_outputs(const settings& values)
{
    auto said = values.lines("format");
    if (values.is_set("json")) said.emplace_back("json");
    std::vector<audit_output> outputs;
    for (const auto& each : said) {
        const auto equals = std::min(each.find('='), each.size());
        const auto format = format_named(std::string_view(each).substr(0, equals));
        if (!format)
            return mistake(
                "--format takes compact, text, json, junit, sarif, html, csv or md, with =FILE for a file");
        audit_output output{*format, equals < each.size() ? each.substr(equals + 1) : ""};
        if (equals < each.size() && output.file.empty())
            return mistake("--format " + each + " names no file");
        // Opened anew, it would be written from its beginning when it is a file.
        if (output.file == "/dev/stdout") output.file.clear();
        for (const auto& other : outputs)
            if (other.file == output.file)
                return mistake(output.file.empty()
                                   ? "only one format can go to standard output: give others a file, as in "
                                     "--format html=report.html"
                                   : "two formats cannot go into " + output.file);
        outputs.push_back(std::move(output));
    }
    return outputs;
}

result<void> check_writable(const std::vector<audit_output>& outputs)
{
    for (const auto& each : outputs)
        if (auto writable = check_writable(each.file, "--format"); !writable) return writable;
    return {};
}

result<void> check_writable(const std::string& file, std::string_view option)
{
    if (file.empty()) return {};
    auto folder = fs::path(file).parent_path();
    if (folder.empty()) folder = ".";
    std::error_code failed;
    const bool is_replaceable = fs::is_directory(folder, failed) && access(folder.c_str(), W_OK) == 0;
    const bool is_writable = !fs::is_directory(file, failed) &&
                             (is_special(file) ? access(file.c_str(), W_OK) == 0 : is_replaceable);
    if (!is_writable)
        return error{errc::invalid_input, "cannot write " + file + ": check " + std::string(option)};
    return {};
}

std::string rendered(audit_format format, std::span<const audit::page_outcome> pages, audit_colours with)
{
    switch (format) {
        case audit_format::compact:
            return audit::compact_report(
                pages, with == audit_colours::shown ? audit::colour::shown : audit::colour::none);
        case audit_format::json:
            return audit::run_json(pages);
        case audit_format::junit:
            return audit::junit_report(pages);
        case audit_format::sarif:
            return audit::sarif_report(pages);
        case audit_format::html:
            return audit::html_report(pages);
        case audit_format::csv:
            return audit::csv_report(pages);
        case audit_format::md:
            return audit::markdown_report(pages);
        case audit_format::text:
            break;
    }
    return audit::run_text(pages);
}

result<void> write_whole(const std::string& file, std::string_view text)
{
    auto beside = file + '.' + std::to_string(getpid()) + ".new";
    std::error_code failed;
    const bool is_kept = is_special(file);
    if (is_kept) beside = file;
    const bool is_written = (std::ofstream(beside, std::ios::binary) << text << std::flush).good();
    if (is_written && is_kept) return {};
    if (is_written) fs::rename(beside, file, failed);
    if (is_written && !failed) return {};
    std::error_code ignored;
    if (!is_kept) fs::remove(beside, ignored);
    return error{errc::storage, "cannot write " + file + (failed ? ": " + failed.message() : "")};
}

}  // namespace parley::cli
