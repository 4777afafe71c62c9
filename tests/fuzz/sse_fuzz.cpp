// However the bytes are cut, the events are the same, and none is longer than the limit.
#include "sse/event_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

constexpr std::size_t event_bytes_max = 64;

std::vector<std::string> read_all(std::string_view text, std::size_t piece_bytes)
{
    parley::sse::event_reader reader(event_bytes_max);
    std::vector<std::string> events;
    const auto take = [&events](const auto& next) {
        if (!next) events.emplace_back("error");
        if (!next || !next->has_value()) return false;
        if ((*next)->name.size() + (*next)->data.size() > event_bytes_max) std::abort();
        events.emplace_back(std::string((*next)->name) + "\n" + std::string((*next)->data));
        return true;
    };
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
        reader.feed(text.substr(at, piece_bytes));
        while (take(reader.next())) {
        }
        if (!events.empty() && events.back() == "error") return events;
    }
    while (take(reader.finish())) {
    }
    return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes)
{
    if (bytes < 1) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, bytes - 1);
    const auto whole = read_all(text, text.size() + 1);
    if (read_all(text, 1) != whole) std::abort();
    if (read_all(text, data[0] % 32 + 2U) != whole) std::abort();
    return 0;
}
