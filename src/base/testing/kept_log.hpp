// For tests: keeps the lines of a log, as `event key=value …`. Thread-safe.
#pragma once

#include "base/deadline.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

namespace parley {

class kept_log final : public log_sink {
public:
    void write(log_level, std::string_view event, std::initializer_list<log_field> fields) override
    {
        std::string line(event);
        for (const auto& field : fields) line += " " + std::string(field.key) + "=" + field.value;
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }

    // All of them, each with its end.
    std::string lines() const
    {
        const std::lock_guard lock(mutex_);
        std::string text;
        for (const auto& line : lines_) text += line + "\n";
        return text;
    }

    // How many lines hold `part`.
    std::size_t count(std::string_view part) const
    {
        const std::lock_guard lock(mutex_);
        const auto holds = [part](const std::string& line) { return line.find(part) != std::string::npos; };
        return static_cast<std::size_t>(std::ranges::count_if(lines_, holds));
    }

    // Whether a line with `part` is there, or another thread writes it before patience ends.
    bool has_soon(std::string_view part) const
    {
        for (const auto until = deadline_after(patience); std::chrono::steady_clock::now() < until;) {
            if (count(part) > 0) return true;
            std::this_thread::yield();
        }
        return false;
    }

private:
    static constexpr std::chrono::seconds patience{10};

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace parley
