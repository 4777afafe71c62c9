// The log of `serve`: one line per event on standard error. Thread-safe: one write per line.
#pragma once

#include "base/log.hpp"

namespace parley::cli {

class stderr_log final : public log_sink {
public:
    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override;
};

}  // namespace parley::cli
