#include "mock/control/expectations.hpp"

#include "mock/fixtures/condition_reader.hpp"
#include "mock/receipt.hpp"

#include <algorithm>
#include <limits>

namespace parley::mock {
namespace {

constexpr std::int64_t calls_max = 1'000'000'000;

std::optional<expectation> read_one(const node& from, std::size_t position, mistakes& into)
{
    member_reader members(from, "an expectation", {"name", "when", "calls", "at_least", "at_most"}, into);
    if (!members.is_map()) return std::nullopt;
    expectation made;
    made.name = members.text("name").value_or("Expectation " + std::to_string(position));
    if (const auto* when = members.find("when"))
        made.when = read_conditions(*when, into);
    else if (members.is_map())
        into.add(from, "say `when`: which requests are meant, or `when: {}` for all; `name` is a label only");
    const bool is_exact = members.has("calls");
    if (is_exact && (members.has("at_least") || members.has("at_most")))
        into.add(from, "say `calls`, or `at_least` and `at_most`, not both");
    const auto least = members.whole(is_exact ? "calls" : "at_least", 0, calls_max);
    const auto most = members.whole(is_exact ? "calls" : "at_most", 0, calls_max);
    // Of `at_most` alone, none at all is fine.
    made.at_least = static_cast<std::size_t>(least.value_or(most ? 0 : 1));
    if (most) made.at_most = static_cast<std::size_t>(*most);
    return made;
}

std::string wanted_times(const expectation& of)
{
    if (of.at_most == of.at_least) return of.at_least == 0 ? "not at all" : times(of.at_least);
    if (!of.at_most) return "at least " + times(of.at_least);
    if (of.at_least == 0) return "at most " + times(*of.at_most);
    return "from " + std::to_string(of.at_least) + " to " + times(*of.at_most);
}

struct seen_request {
    std::size_t number;
    asked what;
    std::size_t nth;
};

// As it was read when it came, whether or not it was refused then: its key is no longer with it, and what a
// fixture could not see in it is not seen here.
reader_settings without_checks(reader_settings from)
{
    from.keys = reader_settings::credentials::optional;
    from.accepted_keys.clear();
    from.models.clear();
    from.context_tokens_max = std::numeric_limits<std::size_t>::max();
    from.check = reader_settings::checks::off;
    return from;
}

// The requests of a model's API that the journal holds, read again.
std::vector<seen_request> read_again(const journal& kept, const std::optional<std::string>& scope,
                                     const reader_settings& reading, std::vector<std::string>& problems)
{
    std::vector<seen_request> all;
    for (const auto& entry : kept.entries()) {
        if (!is_model_path(entry->request.path)) continue;
        if (scope && entry->scope != *scope) continue;
        if (!entry->is_whole())
            problems.push_back("Request " + std::to_string(entry->number) +
                               " is longer than the journal keeps, so nothing can be said of it.");
        seen_request one{entry->number, read_request(entry->request, reading).what, entry->nth};
        one.what.scope = entry->scope;
        one.what.key_hash = entry->key_hash;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

expectations_read read_expectations(std::string_view text, const std::string& file)
{
    const auto parsed = parse_document(text, file);
    if (!parsed.mistakes.empty()) return {{}, parsed.mistakes};
    mistakes wrong(file);
    expectations_read made;
    member_reader members(parsed.root, "a check", {"expect", "in_order", "scope"}, wrong);
    made.wanted.scope = members.text("scope");
    if (members.truth("in_order").value_or(false)) made.wanted.in = expectations::order::as_listed;
    const auto* list = members.find("expect");
    if (members.is_map() && (list == nullptr || list->is != node::kind::list || list->items.empty()))
        wrong.add(parsed.root, "`expect` is a list of expectations");
    if (list != nullptr)
        for (const auto& item : list->items)
            if (auto one = read_one(item, made.wanted.list.size() + 1, wrong))
                made.wanted.list.push_back(std::move(*one));
    made.mistakes = wrong.take();
    return made;
}

std::vector<std::string> check(const expectations& wanted, const journal& kept,
                               const reader_settings& reading)
{
    std::vector<std::string> problems;
    if (kept.forgotten() > 0)
        problems.push_back("The journal has forgotten " + std::to_string(kept.forgotten()) +
                           " requests: reset it between tests, or raise --journal.");
    const auto requests = read_again(kept, wanted.scope, without_checks(reading), problems);
    std::size_t before = 0;  // number of the request that met the expectation before
    for (const auto& each : wanted.list) {
        std::size_t count = 0;
        std::size_t first_after = 0;
        for (const auto& request : requests) {
            if (!holds(each.when, facts(request.what, request.nth))) continue;
            ++count;
            if (first_after == 0 && request.number > before) first_after = request.number;
        }
        if (count < each.at_least || count > each.at_most.value_or(count))
            problems.push_back(each.name + " was to come " + wanted_times(each) + ", and came " +
                               (count == 0 ? "not at all" : times(count)) + ".");
        else if (wanted.in == expectations::order::as_listed && count > 0 && first_after == 0)
            problems.push_back(each.name + " came, but not after the one before it in the list.");
        if (first_after > 0) before = first_after;
    }
    return problems;
}

}  // namespace parley::mock
