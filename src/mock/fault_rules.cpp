#include "mock/fault_rules.hpp"

#include "mock/fixtures/behaviour_reader.hpp"
#include "mock/fixtures/reply_reader.hpp"

namespace parley::mock {
namespace {

std::optional<any_fault> read_error(const node& from, mistakes& into)
{
    const auto read = read_reply(from, into);
    const auto* error = std::get_if<error_reply>(&read.fixed->content);
    if (error != nullptr) return *error;
    into.add(from, "`error` needs a `status` from 400 to 599");
    return std::nullopt;
}

std::optional<fault_rules::rule> read_rule(const node& from, mistakes& into)
{
    member_reader members(from, "a fault rule", rule_members({"fault", "error"}), into);
    if (!members.is_map()) return std::nullopt;
    const auto* failure = members.find("fault");
    const auto* error = members.find("error");
    if ((failure == nullptr) == (error == nullptr)) into.add(from, "a fault rule has `fault` or `error`");
    fault_rules::rule made{read_occasion(members, into)};
    std::optional<any_fault> does;
    if (failure != nullptr) does = read_fault(*failure, into);
    if (error != nullptr) does = read_error(*error, into);
    if (does) made.does = std::move(*does);
    return made;
}

}  // namespace

rules_read<any_fault> read_fault_rules(std::string_view text, const std::string& file)
{
    return read_rules<any_fault>(text, file, read_rule);
}

std::shared_ptr<const reply> with_fault(const std::shared_ptr<const reply>& to, const any_fault& wanted)
{
    reply made;
    if (const auto* error = std::get_if<error_reply>(&wanted)) {
        made.content = *error;
        made.times = to->times;  // it comes when the answer would have begun
    } else {
        made = *to;
        made.failure = std::get<fault>(wanted);
    }
    return std::make_shared<const reply>(std::move(made));
}

}  // namespace parley::mock
