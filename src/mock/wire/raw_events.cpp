#include "mock/wire/raw_events.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/error_answer.hpp"
#include "mock/wire/json_parts.hpp"

namespace parley::mock {
namespace {

bool is_conclusion(const raw_events_reply::event& event)
{
    static constexpr std::array<std::string_view, 3> names = {"response.completed", "response.incomplete",
                                                              "response.failed"};
    return is_one_of(names, event.name);
}

}  // namespace

std::optional<event_kind> raw_events::upcoming() const
{
    if (at_ == events_.size()) return std::nullopt;
    if (events_[at_].data == "[DONE]") return event_kind::terminal;
    return is_conclusion(events_[at_]) ? event_kind::conclusion : event_kind::token;
}

void raw_events::append_next(std::string& bytes)
{
    const auto& event = events_[at_++];
    if (!event.name.empty()) append(bytes, {"event: ", event.name, "\n"});
    append(bytes, {"data: ", event.data, "\n\n"});
}

void raw_events::append_error(std::string& bytes, const fault& what)
{
    bytes += "data: ";
    append_stream_error(bytes, what);
    bytes += "\n\n";
    at_ = events_.size();
}

std::optional<event_kind> raw_pieces::upcoming() const
{
    return at_ == pieces_.size() ? std::nullopt : std::optional(event_kind::token);
}

void raw_pieces::append_next(std::string& bytes)
{
    bytes += pieces_[at_++];
}

void raw_pieces::append_error(std::string& bytes, const fault& what)
{
    bytes += "data: ";
    append_stream_error(bytes, what);
    bytes += "\n\n";
    at_ = pieces_.size();
}

}  // namespace parley::mock
