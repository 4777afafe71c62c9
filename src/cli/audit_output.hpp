// How a run is written: in which formats, and where to.
#pragma once

#include "audit/outcome.hpp"
#include "base/settings.hpp"

#include <span>

namespace parley::cli {

enum class audit_format { compact, text, json, junit, sarif, html, csv, md };

struct audit_output {
    audit_format format;
    std::string file;  // empty: standard output
};

// As --format and --json say. errc::invalid_input when two want standard output, or a format is unknown.
result<std::vector<audit_output>> read_outputs(const settings& values);

// Before a run that takes long: errc::invalid_input when one of the files, or that of `option`, cannot be
// written.
result<void> check_writable(const std::vector<audit_output>& outputs);
result<void> check_writable(const std::string& file, std::string_view option);

enum class audit_colours { shown, none };

std::string rendered(audit_format format, std::span<const audit::page_outcome> pages, audit_colours with);

// A file whole or not at all. errc::storage.
result<void> write_whole(const std::string& file, std::string_view text);

}  // namespace parley::cli
