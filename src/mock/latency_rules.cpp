#include "mock/latency_rules.hpp"

#include "mock/fixtures/behaviour_reader.hpp"

#include <utility>

namespace parley::mock {
namespace {

std::optional<latency_rules::rule> read_rule(const node& from, mistakes& into)
{
    member_reader members(from, "a latency rule", rule_members({"timing"}), into);
    if (!members.is_map()) return std::nullopt;
    latency_rules::rule made{read_occasion(members, into)};
    if (const auto* times = members.find("timing"))
        made.does = read_wanted_times(*times, into);
    else
        into.add(from, "a latency rule has a `timing`");
    return made;
}

}  // namespace

wanted_times read_wanted_times(const node& from, mistakes& into)
{
    auto times = read_timing(from, into);
    wanted_times made{.speed = std::exchange(times.speed, 1)};
    const bool is_speed_alone = from.items.size() == 1 && from.find("speed") != nullptr;
    if (!is_speed_alone) made.instead = std::move(times);
    return made;
}

rules_read<wanted_times> read_latency_rules(std::string_view text, const std::string& file)
{
    return read_rules<wanted_times>(text, file, read_rule);
}

result<wanted_times> read_latency(std::string_view text)
{
    auto parsed = parse_document(text, {});
    mistakes wrong{std::string()};
    wanted_times made;
    if (parsed.mistakes.empty()) {
        auto& root = parsed.root;
        const bool is_number = root.is == node::kind::scalar;  // `250` is short for `{ttft_ms: 250}`
        if (is_number) root.key = "ttft_ms";
        made = read_wanted_times(is_number ? node{.is = node::kind::map, .items = {root}} : root, wrong);
        parsed.mistakes = wrong.take();
    }
    if (parsed.mistakes.empty()) return made;
    return error{errc::invalid_input, parsed.mistakes.front().text};
}

std::shared_ptr<const reply> with_times(const std::shared_ptr<const reply>& to, const wanted_times& wanted,
                                        const timing& usual)
{
    auto made = *to;
    if (wanted.instead || !made.times) made.times = wanted.instead.value_or(usual);
    made.times->speed *= wanted.speed;
    return std::make_shared<const reply>(std::move(made));
}

}  // namespace parley::mock
