#include "mock/rules.hpp"

#include "mock/fixtures/condition_reader.hpp"

namespace parley::mock {
namespace {

constexpr std::int64_t times_max = 1'000'000'000;
constexpr std::int64_t window_ms_max = 604'800'000;  // a week

}  // namespace

std::vector<std::string_view> rule_members(std::initializer_list<std::string_view> effects)
{
    std::vector<std::string_view> all = {"when", "rate", "times", "from_ms", "until_ms"};
    all.insert(all.end(), effects);
    return all;
}

occasion read_occasion(member_reader& members, mistakes& into)
{
    occasion made;
    if (const auto* when = members.find("when")) made.when = read_conditions(*when, into);
    made.rate = members.number("rate", 0, 1).value_or(1);
    if (const auto times = members.whole("times", 0, times_max))
        made.times = static_cast<std::size_t>(*times);
    const auto until = members.whole("until_ms", 0, window_ms_max);
    made.from = std::chrono::milliseconds(members.whole("from_ms", 0, window_ms_max).value_or(0));
    if (until) made.until = std::chrono::milliseconds(*until);
    if (until && *made.until <= made.from)
        into.add(members.self(), "`until_ms` is after `from_ms`, both since the rule was set");
    return made;
}

}  // namespace parley::mock
