// What the control plane has set for some of the requests: rules, each with the requests that it is for and
// what it does to them.
//
// Rules that a test has set for its scope (X-Mock-Scope) come before those for all, and are its own to
// replace. The same seed and requests meet the same rules. Belongs to one loop.
#pragma once

#include "mock/fixtures/member_reader.hpp"
#include "mock/match.hpp"
#include "mock/random.hpp"

#include <algorithm>
#include <chrono>

namespace parley::mock {

// Which requests a rule is for.
struct occasion {
    conditions when = {};
    double rate = 1;                        // of the requests that match
    std::optional<std::size_t> times = {};  // then it is over; none: goes on
    std::chrono::milliseconds from{0};      // since it was set
    std::optional<std::chrono::milliseconds> until = {};
};

// The members of a rule that say so; `effects` are those that say what it does.
std::vector<std::string_view> rule_members(std::initializer_list<std::string_view> effects);
occasion read_occasion(member_reader& members, mistakes& into);

template <class Effect>
class rules {
public:
    using time_point = std::chrono::steady_clock::time_point;
    struct rule {
        occasion on = {};
        Effect does = {};
    };

    // `kind`: what a rule is called in sentences, such as "Fault".
    rules(std::string kind, std::uint64_t seed) : kind_(std::move(kind)), seed_(seed) {}

    // Instead of those of the same scope; empty: those for all.
    void replace(const std::string& scope, std::vector<rule> list, time_point now)
    {
        std::erase_if(list_, [&scope](const entry& each) { return each.scope == scope; });
        const auto at = scope.empty() ? list_.end() : list_.begin();
        std::vector<entry> made;
        for (auto& each : list) made.push_back({std::move(each), scope, made.size() + 1, now});
        list_.insert(at, std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
    }

    void clear() { list_.clear(); }
    std::size_t size() const { return list_.size(); }

    // Of all that `replace` would leave alone.
    std::size_t size_beside(const std::string& scope) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(list_, [&scope](const entry& each) { return each.scope != scope; }));
    }

    // What the first rule that applies does; counts it. Valid until the rules are replaced.
    const Effect* pick(const facts& about, std::uint64_t number, time_point now)
    {
        random_numbers random(seed_, number);
        for (auto& each : list_) {
            const double drawn = random.fraction();  // for each rule: one does not change another's luck
            if (!each.is_in_force(about.of().scope, now) || drawn >= each.what.on.rate) continue;
            if (!holds(each.what.on.when, about)) continue;
            ++each.met;
            return &each.what.does;
        }
        return nullptr;
    }

    // A sentence for each rule that no request has met, though it was for all that fit; of one scope, or all.
    std::vector<std::string> never_met(const std::optional<std::string>& scope = {}) const
    {
        std::vector<std::string> all;
        for (const auto& each : list_) {
            const bool was_to_come = each.what.on.rate >= 1 && each.what.on.times != 0U;
            if (each.met > 0 || !was_to_come || each.scope != scope.value_or(each.scope)) continue;
            const auto of = each.scope.empty() ? "" : " for scope \"" + each.scope + "\"";
            all.push_back(kind_ + " " + std::to_string(each.number) + " of those that were set" + of +
                          " met no request: mend what it is for, or do not set it.");
        }
        return all;
    }

private:
    struct entry {
        rule what;
        std::string scope;
        std::size_t number;  // in its list, from 1
        time_point set;
        std::size_t met = 0;

        bool is_in_force(const std::string& asking, time_point now) const
        {
            const auto age = now - set;
            return (scope.empty() || scope == asking) && met < what.on.times.value_or(met + 1) &&
                   age >= what.on.from && (!what.on.until || age < *what.on.until);
        }
    };

    std::string kind_;
    std::uint64_t seed_;
    std::vector<entry> list_ = {};  // those of scopes first
};

template <class Effect>
struct rules_read {
    std::vector<typename rules<Effect>::rule> list = {};
    std::vector<mistake> mistakes = {};
};

// A list as YAML or JSON, each rule of it by `read_one`, which gives nothing for what is none.
template <class Effect>
rules_read<Effect> read_rules(std::string_view text, const std::string& file,
                              std::optional<typename rules<Effect>::rule> (*read_one)(const node&, mistakes&))
{
    const auto parsed = parse_document(text, file);
    if (!parsed.mistakes.empty()) return {{}, parsed.mistakes};
    mistakes wrong(file);
    rules_read<Effect> made;
    if (parsed.root.is != node::kind::list) wrong.add(parsed.root, "this is a list of rules");
    for (const auto& item : parsed.root.items)
        if (auto one = read_one(item, wrong)) made.list.push_back(std::move(*one));
    made.mistakes = wrong.take();
    return made;
}

}  // namespace parley::mock
