// The log of `serve`: one line per event on standard error. Thread-safe: one write per line.
#pragma once

#include "base/log.hpp"

#include <optional>

namespace parley::cli {

class stderr_log final : public log_sink {
public:
    explicit stderr_log(log_level least) : least_(least) {}
    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override;

private:
    log_level least_;
};

// Nothing when `name` is no level.
std::optional<log_level> log_level_named(std::string_view name);

}  // namespace parley::cli
