#include "mock/matcher.hpp"

#include "base/ascii.hpp"
#include "mock/key_hash.hpp"
#include "mock/template_text.hpp"

#include <algorithm>
#include <numeric>

namespace parley::mock {
namespace {

constexpr std::size_t scopes_max = 1024;

std::string quoted(const std::string& name)
{
    return "\"" + name + "\"";
}

std::string tie_sentence(const fixture& one, const fixture& other)
{
    return "Fixtures " + quoted(one.name) + " and " + quoted(other.name) +
           " both match, and none is more specific: add a condition to one of them, or make one fixture with "
           "`replies`.";
}

// What follows the name of a fixture whose vectors cannot answer `asking`; empty: they can.
std::string misfit_of(const embedding_reply& given, const asked& asking)
{
    if (asking.at != endpoint::embeddings)
        return " holds vectors, and the request asks for something else: say `endpoint: embeddings` in its "
               "conditions.";
    const auto have = given.vectors.size();
    if (have == 0 || have >= asking.input.size()) return {};
    return " holds " + std::to_string(have) + (have == 1 ? " vector" : " vectors") +
           ", and the request has " + std::to_string(asking.input.size()) +
           " inputs: `vectors` needs one for each, or leave it out to have all made from their texts.";
}

}  // namespace

fixture_set::fixture_set(std::vector<fixture> list)
{
    std::vector<std::size_t> order(list.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<rank> by_position;
    for (const auto& each : list) by_position.push_back(rank_of(each.when));
    std::ranges::stable_sort(
        order, [&](std::size_t one, std::size_t other) { return by_position[other] < by_position[one]; });
    for (const auto position : order) {
        list_.push_back(std::move(list[position]));
        ranks_.push_back(by_position[position]);
    }
}

bool fixture_set::names(endpoint at) const
{
    return std::ranges::any_of(list_, [at](const fixture& each) { return each.when.at == at; });
}

std::string fixture_set::hash() const
{
    std::string all;
    for (const auto& each : list_) all += each.name + '\n' + each.file_hash + '\n';
    return key_hash(all);
}

std::string_view name_of(miss::why because)
{
    switch (because) {
        case miss::why::no_match:
            return "mock_no_match";
        case miss::why::used_up:
            return "mock_used_up";
        case miss::why::tie:
            return "mock_tie";
        case miss::why::loop:
            return "mock_loop";
        case miss::why::too_many_scopes:
            return "mock_too_many_scopes";
        case miss::why::bad_fault:
            return "mock_bad_fault";
        case miss::why::bad_latency:
            return "mock_bad_latency";
        case miss::why::misfit:
            return "mock_misfit";
    }
    return "";
}

matcher::matcher(std::shared_ptr<const fixture_set> fixtures, matcher_settings settings)
    : fixtures_(std::move(fixtures)), settings_(std::move(settings))
{
}

decision matcher::decide(const asked& asking, std::size_t body_hash)
{
    auto at = scopes_.find(asking.scope);
    if (at == scopes_.end() && scopes_.size() >= scopes_max)
        return miss{miss::why::too_many_scopes,
                    "There are 1024 scopes already: reset those that are done with POST /__mock/reset."};
    if (at == scopes_.end()) at = scopes_.emplace(asking.scope, scope_state{}).first;
    auto& scope = at->second;
    const facts about(asking, ++scope.requests);
    if (scope.last_body != body_hash) scope.same_in_a_row = 0;
    scope.last_body = body_hash;

    const auto& list = fixtures_->in_order();
    const auto matches = [&about](const fixture& each) { return holds(each.when, about); };
    const auto chosen = std::ranges::find_if(list, matches);
    if (chosen == list.end()) {
        if (!settings_.otherwise) return explain(about);
        return found_reply{{},
                           std::make_shared<const reply>(make_default_reply(asking, *settings_.otherwise))};
    }
    const auto position = static_cast<std::size_t>(chosen - list.begin());
    std::string warning;
    for (auto next = position + 1; next < list.size(); ++next) {
        if (fixtures_->rank_at(next) != fixtures_->rank_at(position)) break;
        if (!matches(list[next])) continue;
        warning = tie_sentence(*chosen, list[next]);
        if (settings_.equals == ties::refused) return miss{miss::why::tie, warning, chosen->name};
        break;
    }
    return answer_with(*chosen, scope, about, std::move(warning));
}

decision matcher::answer_with(const fixture& chosen, scope_state& scope, const facts& about,
                              std::string warning)
{
    const auto most = settings_.same_in_a_row_max;
    if (++scope.same_in_a_row > most && most > 0)
        return miss{miss::why::loop,
                    "The same request came more than " + std::to_string(most) +
                        " times in a row and fixture " + quoted(chosen.name) +
                        " answered it: the caller seems to be in a loop. --loop-guard 0 allows it.",
                    chosen.name};
    const auto turn = scope.used[chosen.name]++;
    ++calls_[chosen.name];
    if (turn == 0) ever_used_.insert(chosen.name);
    const auto count = chosen.replies.size();
    if (turn >= count && chosen.then == after_last::fail)
        return miss{miss::why::used_up,
                    "Fixture " + quoted(chosen.name) + " has " + std::to_string(count) +
                        " replies and this is request " + std::to_string(turn + 1) +
                        ": add a reply, or say `then: repeat` or `then: cycle`.",
                    chosen.name};
    const auto& picked =
        chosen.replies[chosen.then == after_last::cycle ? turn % count : std::min(turn, count - 1)];
    found_reply found{chosen.name, picked.fixed, std::move(warning)};
    if (picked.generated) {
        auto made = *picked.fixed;
        made.content = make_default_reply(about.of(), *picked.generated).content;
        found.says = std::make_shared<const reply>(std::move(made));
    }
    if (const auto* given = std::get_if<embedding_reply>(&found.says->content))
        if (auto problem = misfit_of(*given, about.of()); !problem.empty())
            return miss{miss::why::misfit, "Fixture " + quoted(chosen.name) + problem, chosen.name};
    if (chosen.templated)
        found.says = std::make_shared<const reply>(fill_in(*found.says, about, captures(chosen.when, about)));
    return found;
}

// The nearest is the one with the fewest conditions that fail; of those, the one that holds in most.
miss matcher::explain(const facts& about) const
{
    miss made{miss::why::no_match, {}};
    std::size_t most_held = 0;
    for (std::size_t i = 0; i < fixtures_->in_order().size(); ++i) {
        auto differs = differences(fixtures_->in_order()[i].when, about);
        const auto held = fixtures_->rank_at(i).conditions - differs.size();
        const bool is_nearer = made.nearest.empty() || differs.size() < made.differs.size() ||
                               (differs.size() == made.differs.size() && held > most_held);
        if (!is_nearer) continue;
        made.nearest = fixtures_->in_order()[i].name;
        made.differs = std::move(differs);
        most_held = held;
    }
    made.sentence = "No fixture matches this request.";
    if (made.nearest.empty()) {
        made.sentence += " There are none: name a file with --fixtures, or send one to /__mock/fixtures.";
        return made;
    }
    made.sentence += " The nearest is " + quoted(made.nearest) + ":";
    for (const auto& each : made.differs)
        made.sentence += " " + each.field + " should be " + each.wanted + ", and is " + each.got + ";";
    made.sentence.back() = '.';
    return made;
}

void matcher::replace(std::shared_ptr<const fixture_set> fixtures)
{
    fixtures_ = std::move(fixtures);
    std::set<std::string_view> names;
    for (const auto& each : fixtures_->in_order()) names.insert(each.name);
    const auto is_gone = [&names](const std::string& name) { return !names.contains(name); };
    const auto counts_one_that_is_gone = [&is_gone](const auto& count) { return is_gone(count.first); };
    for (auto& [name, scope] : scopes_) std::erase_if(scope.used, counts_one_that_is_gone);
    std::erase_if(calls_, counts_one_that_is_gone);
    std::erase_if(called_before_, is_gone);
    std::erase_if(ever_used_, is_gone);
}

void matcher::reset()
{
    for (const auto& [name, count] : calls_) called_before_.insert(name);
    calls_.clear();
    scopes_.clear();
}

void matcher::reset(const std::string& scope)
{
    scopes_.erase(scope);
}

std::size_t matcher::requests_of(const std::string& scope) const
{
    const auto at = scopes_.find(scope);
    return at == scopes_.end() ? 0 : at->second.requests;
}

bool matcher::was_used(const std::string& name) const
{
    return ever_used_.contains(name);
}

std::size_t matcher::calls_of(const std::string& name) const
{
    const auto called = calls_.find(name);
    return called == calls_.end() ? 0 : called->second;
}

bool matcher::was_called_before(const std::string& name) const
{
    return called_before_.contains(name);
}

}  // namespace parley::mock
