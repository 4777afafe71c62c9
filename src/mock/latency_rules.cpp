#include "mock/latency_rules.hpp"

#include "mock/fixtures/behaviour_reader.hpp"

namespace parley::mock {
namespace {

std::optional<latency_rules::rule> read_rule(const node& from, mistakes& into)
{
    member_reader members(from, "a latency rule", rule_members({"timing"}), into);
    if (!members.is_map()) return std::nullopt;
    latency_rules::rule made{read_occasion(members, into)};
    if (const auto* times = members.find("timing"))
        made.does = read_timing(*times, into);
    else
        into.add(from, "a latency rule has a `timing`");
    return made;
}

}  // namespace

rules_read<timing> read_latency_rules(std::string_view text, const std::string& file)
{
    return read_rules<timing>(text, file, read_rule);
}

result<timing> read_latency(std::string_view text)
{
    auto parsed = parse_document(text, {});
    mistakes wrong{std::string()};
    timing made;
    if (parsed.mistakes.empty()) {
        auto& root = parsed.root;
        const bool is_number = root.is == node::kind::scalar;  // `250` is short for `{ttft_ms: 250}`
        if (is_number) root.key = "ttft_ms";
        made = read_timing(is_number ? node{.is = node::kind::map, .items = {root}} : root, wrong);
        parsed.mistakes = wrong.take();
    }
    if (parsed.mistakes.empty()) return made;
    return error{errc::invalid_input, parsed.mistakes.front().text};
}

std::shared_ptr<const reply> with_times(const std::shared_ptr<const reply>& to, const timing& wanted)
{
    auto made = *to;
    made.times = wanted;
    return std::make_shared<const reply>(std::move(made));
}

}  // namespace parley::mock
