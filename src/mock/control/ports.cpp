#include "mock/control/control_answers.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/faulty_ports.hpp"
#include "mock/fixtures/member_reader.hpp"

namespace parley::mock {
namespace {

constexpr std::pair<std::string_view, port_trouble> troubles[] = {
    {"never_accept", port_trouble::never_accept},
    {"stall", port_trouble::stall},
    {"reset", port_trouble::reset},
    {"slow_read", port_trouble::slow_read},
    {"half_close", port_trouble::half_close},
};
constexpr std::int64_t bytes_max = 1'000'000'000;

}  // namespace

http::response open_port(mock_state& with, const http::request& from)
{
    const auto parsed = parse_document(from.body, "body");
    if (!parsed.mistakes.empty()) return control_mistakes(parsed.mistakes);
    mistakes wrong("body");
    member_reader members(parsed.root, "a port", {"kind", "bytes_per_s", "after_bytes"}, wrong);
    const auto how = members.choice("kind", troubles);
    if (members.is_map() && !members.has("kind")) wrong.add(parsed.root, "say the `kind` of trouble");
    faulty_port wanted{how.value_or(port_trouble::stall)};
    if (const auto speed = members.whole("bytes_per_s", 1, bytes_max))
        wanted.bytes_per_s = static_cast<std::size_t>(*speed);
    if (const auto bytes = members.whole("after_bytes", 0, bytes_max))
        wanted.after_bytes = static_cast<std::size_t>(*bytes);
    if (how != port_trouble::slow_read && members.has("bytes_per_s"))
        wrong.add(parsed.root, "`bytes_per_s` is for `kind: slow_read`");
    if (how != port_trouble::half_close && members.has("after_bytes"))
        wrong.add(parsed.root, "`after_bytes` is for `kind: half_close`");
    if (wrong.size() > 0) return control_mistakes(wrong.take());
    const auto opened = with.ports->open(wanted);
    if (!opened) return control_problem(503, opened.error().detail);
    return control_answer(boost::json::object{{"port", *opened}});
}

http::response close_ports(mock_state& with, const http::request&)
{
    with.ports->close();
    return control_answer(boost::json::object{{"closed", true}});
}

}  // namespace parley::mock
