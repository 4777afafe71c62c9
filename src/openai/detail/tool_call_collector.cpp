#include "openai/detail/tool_call_collector.hpp"

#include <algorithm>

namespace parley::openai {

result<void> tool_call_collector::append(const tool_call_part& more)
{
    auto call = find_or_begin(more);
    if (!call) return call.error();
    auto& known = (*call)->call;
    // An id or a name is whole when it comes; some servers repeat it with every fragment.
    if (known.id.empty())
        if (auto grown = grow(known.id, more.part.id); !grown) return grown;
    if (known.name.empty())
        if (auto grown = grow(known.name, more.part.name); !grown) return grown;
    return grow(known.arguments, more.part.arguments);
}

result<void> tool_call_collector::replace(const tool_call_part& whole)
{
    auto call = find_or_begin(whole);
    if (!call) return call.error();
    const auto put = [this](std::string& text, const std::string& better) -> result<void> {
        if (better.empty()) return {};
        bytes_ -= text.size();
        text.clear();
        return grow(text, better);
    };
    auto& known = (*call)->call;
    if (auto done = put(known.id, whole.part.id); !done) return done;
    if (auto done = put(known.name, whole.part.name); !done) return done;
    return put(known.arguments, whole.part.arguments);
}

std::vector<tool_call> tool_call_collector::take()
{
    std::vector<tool_call> taken;
    taken.reserve(calls_.size());
    for (auto& open : calls_) {
        if (open.call.id.empty()) open.call.id = "call_" + std::to_string(taken.size());
        taken.push_back(std::move(open.call));
    }
    calls_ = {};
    bytes_ = 0;
    return taken;
}

tool_call_collector::open_call* tool_call_collector::find(const tool_call_part& wanted)
{
    const auto& id = wanted.part.id;
    const auto latest = [this](auto is_it) -> open_call* {
        const auto found = std::find_if(calls_.rbegin(), calls_.rend(), is_it);
        return found == calls_.rend() ? nullptr : &*found;
    };
    if (wanted.index) {
        auto* open = latest([&](const open_call& each) { return each.index == wanted.index; });
        // Another id at the same index is another call: some servers number all of them 0.
        const bool is_other = open && !id.empty() && !open->call.id.empty() && open->call.id != id;
        return is_other ? nullptr : open;
    }
    if (!id.empty()) return latest([&](const open_call& each) { return each.call.id == id; });
    // Without index and id, a name begins a call and anything else goes on with the last one.
    const bool begins = !wanted.part.name.empty();
    return begins || calls_.empty() ? nullptr : &calls_.back();
}

result<tool_call_collector::open_call*> tool_call_collector::find_or_begin(const tool_call_part& wanted)
{
    if (auto* open = find(wanted)) return open;
    if (calls_.size() == tool_calls_max)
        return error{errc::too_large, "the model asks for more than " + std::to_string(tool_calls_max) +
                                          " tool calls at once"};
    return &calls_.emplace_back(open_call{wanted.index, {}});
}

result<void> tool_call_collector::grow(std::string& text, const std::string& more)
{
    bytes_ += more.size();
    if (bytes_ > tool_call_bytes_max)
        return error{errc::too_large, "the arguments of the model's tool calls are longer than " +
                                          std::to_string(tool_call_bytes_max) + " bytes"};
    text += more;
    return {};
}

}  // namespace parley::openai
