// For tests: keeps the log's lines, as `event key=value …`. Thread-safe.
#pragma once

#include "base/log.hpp"

#include <mutex>

namespace parley::identity::testing {

class kept_log final : public log_sink {
public:
    void write(log_level, std::string_view event, std::initializer_list<log_field> fields) override
    {
        const std::lock_guard lock(mutex_);
        lines_ += event;
        for (const auto& field : fields) ((lines_ += ' ') += field.key) += "=" + field.value;
        lines_ += '\n';
    }

    std::string lines() const
    {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::string lines_;
};

}  // namespace parley::identity::testing
