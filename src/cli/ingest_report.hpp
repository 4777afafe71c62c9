// How an ingest looks while it runs: a progress line on a terminal, one line per file otherwise, one JSON
// object per line for machines.
#pragma once

#include "ingest/ingest.hpp"

#include <chrono>
#include <iosfwd>

namespace parley::cli {

enum class report_style { terminal, plain, json };

class ingest_report final : public ingest::listener {
public:
    ingest_report(std::ostream& out, report_style style);

    void on_file(const ingest::file_report& report, const ingest::progress& so_far) override;
    void on_vectors(const ingest::vector_progress& so_far) override;
    void on_end(const ingest::summary& total) override;

private:
    void write_line(const ingest::file_report& report);
    void write_json(const ingest::file_report& report, const ingest::progress& so_far);
    void draw_progress(const ingest::progress& so_far);
    void clear_progress();

    std::ostream& out_;
    report_style style_;
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point drawn_;
};

// "3 min 20 s", for people.
std::string spell(std::chrono::seconds left);

}  // namespace parley::cli
