// However the bytes are cut, the events are the same, and none is longer than the limit.
#include "cut_anywhere.hpp"
#include "sse/event_reader.hpp"

namespace {

constexpr std::size_t event_bytes_max = 64;

std::string checked(const parley::sse::event& event)
{
    parley::require(event.name.size() + event.data.size() <= event_bytes_max);
    return "event " + std::string(event.name) + "\n" + std::string(event.data);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes)
{
    parley::require_same_however_cut<parley::sse::event_reader>(data, bytes, event_bytes_max, checked);
    return 0;
}
