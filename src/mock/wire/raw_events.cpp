#include "mock/wire/raw_events.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/error_answer.hpp"
#include "mock/wire/json_parts.hpp"

namespace parley::mock {
namespace {

event_kind kind_of(const raw_events_reply::event& event)
{
    static constexpr std::array<std::string_view, 3> conclusions = {"response.completed",
                                                                    "response.incomplete", "response.failed"};
    if (event.data == "[DONE]") return event_kind::terminal;
    return is_one_of(conclusions, event.name) ? event_kind::conclusion : event_kind::token;
}

event_kind kind_of(const std::string&)
{
    return event_kind::token;
}

void append_part(std::string& bytes, const raw_events_reply::event& event)
{
    if (!event.name.empty()) append(bytes, {"event: ", event.name, "\n"});
    append(bytes, {"data: ", event.data, "\n\n"});
}

void append_part(std::string& bytes, const std::string& piece)
{
    bytes += piece;
}

}  // namespace

template <class Part>
std::optional<event_kind> raw_parts<Part>::upcoming() const
{
    if (at_ == list_.size()) return std::nullopt;
    return kind_of(list_[at_]);
}

template <class Part>
void raw_parts<Part>::append_next(std::string& bytes)
{
    append_part(bytes, list_[at_++]);
}

template <class Part>
void raw_parts<Part>::append_error(std::string& bytes, const fault& what)
{
    bytes += "data: ";
    append_stream_error(bytes, what);
    bytes += "\n\n";
    at_ = list_.size();
}

template class raw_parts<raw_events_reply::event>;
template class raw_parts<std::string>;

}  // namespace parley::mock
