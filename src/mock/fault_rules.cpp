#include "mock/fault_rules.hpp"

#include "mock/fixtures/behaviour_reader.hpp"
#include "mock/fixtures/condition_reader.hpp"
#include "mock/fixtures/reply_reader.hpp"
#include "mock/random.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::int64_t times_max = 1'000'000'000;

std::optional<error_reply> read_error(const node& from, mistakes& into)
{
    const auto read = read_reply(from, into);
    const auto* error = std::get_if<error_reply>(&read.fixed->content);
    if (error != nullptr) return *error;
    into.add(from, "`error` needs a `status` from 400 to 599");
    return std::nullopt;
}

std::optional<fault_rule> read_rule(const node& from, mistakes& into)
{
    member_reader members(from, "a fault rule", {"when", "rate", "times", "fault", "error"}, into);
    if (!members.is_map()) return std::nullopt;
    fault_rule made;
    if (const auto* when = members.find("when")) made.when = read_conditions(*when, into);
    made.rate = members.number("rate", 0, 1).value_or(1);
    if (const auto times = members.whole("times", 0, times_max))
        made.times = static_cast<std::size_t>(*times);
    if (const auto* failure = members.find("fault")) made.failure = read_fault(*failure, into);
    if (const auto* error = members.find("error")) made.error = read_error(*error, into);
    if (members.has("fault") == members.has("error")) into.add(from, "a fault rule has `fault` or `error`");
    return made;
}

}  // namespace

rules_read read_fault_rules(std::string_view text, const std::string& file)
{
    const auto parsed = parse_document(text, file);
    if (!parsed.mistakes.empty()) return {{}, parsed.mistakes};
    mistakes wrong(file);
    rules_read made;
    if (parsed.root.is != node::kind::list) wrong.add(parsed.root, "this is a list of fault rules");
    for (const auto& item : parsed.root.items)
        if (auto rule = read_rule(item, wrong)) made.rules.push_back(std::move(*rule));
    made.mistakes = wrong.take();
    return made;
}

void fault_rules::replace(std::vector<fault_rule> rules)
{
    rules_ = std::move(rules);
    fired_.assign(rules_.size(), 0);
}

std::vector<std::string> fault_rules::never_fired() const
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (fired_[i] == 0 && rules_[i].rate >= 1 && rules_[i].times != 0U)
            all.push_back("Fault " + std::to_string(i + 1) +
                          " of those that were set met no request: " + "mend its `when`, or do not set it.");
    return all;
}

const fault_rule* fault_rules::pick(const facts& about, std::uint64_t number)
{
    random_numbers random(seed_, number);
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const auto& rule = rules_[i];
        const double drawn = random.fraction();  // for each rule, so that one does not change another's luck
        if (rule.times && fired_[i] >= *rule.times) continue;
        if (drawn >= rule.rate || !holds(rule.when, about)) continue;
        ++fired_[i];
        return &rule;
    }
    return nullptr;
}

std::shared_ptr<const reply> with_fault(const std::shared_ptr<const reply>& to, const fault_rule& rule)
{
    auto made = rule.error ? reply{} : *to;
    if (rule.error) made.content = *rule.error;
    if (rule.failure) made.failure = rule.failure;
    return std::make_shared<const reply>(std::move(made));
}

}  // namespace parley::mock
