#include "runs/line_ring.hpp"

namespace parley::runs {

void line_ring::append(std::string_view lines)
{
    while (!lines.empty()) {
        const auto length = lines.find('\n') + 1;
        lines_.emplace_back(lines.substr(0, length));
        bytes_ += length + line_overhead;
        lines.remove_prefix(length);
    }
}

void line_ring::drop_oldest()
{
    if (lines_.empty()) return;
    bytes_ -= lines_.front().size() + line_overhead;
    lines_.pop_front();
    ++first_;
}

std::string line_ring::take(line_number& from, std::size_t bytes_max) const
{
    std::string taken;
    for (; from < next(); ++from) {
        const auto& line = lines_[from - first_];
        if (!taken.empty() && taken.size() + line.size() > bytes_max) break;
        taken += line;
    }
    return taken;
}

}  // namespace parley::runs
