#include "mock/match.hpp"

#include "mock/text_match.hpp"

#include <algorithm>
#include <functional>

namespace parley::mock {
namespace {

const std::string nothing;

bool is_true_of(const text_condition& wanted, std::string_view text, const conditions& when)
{
    return when.normalised ? fits_normalised(wanted, text) : fits(wanted, text);
}

std::string joined(std::vector<std::string> list)
{
    std::ranges::sort(list);
    std::string all;
    for (const auto& item : list) all += (all.empty() ? "" : ", ") + item;
    return all;
}

// One condition after the other; each that does not hold is told to `tell(field, wanted, got)`, the last two
// as functions that make a text. Ends when `tell` says so.
template <class Tell>
class walk {
public:
    walk(const conditions& when, const facts& about, Tell tell) : when_(when), about_(about), tell_(tell) {}

    void run()
    {
        const auto& of = about_.of();
        same("endpoint", when_.at, of.at, [](endpoint at) { return std::string(name_of(at)); });
        text("model", when_.model, of.model);
        text("last_user", when_.last_user, about_.last_user());
        any("any_message", when_.any_message, of.messages, &said::text);
        if (when_.system) text("system", when_.system, about_.system());
        tool_result();
        any("input", when_.input, of.input, std::identity{});
        if (when_.messages_hash) same("messages_hash", when_.messages_hash, about_.messages_hash());
        same("tool_call_id", when_.tool_call_id, about_.last() ? about_.last()->tool_call_id : nothing);
        same("last_role", when_.last_role, about_.last_role());
        tools();
        same("tool_choice", when_.tool_choice, of.tool_choice);
        same("response_format", when_.response_format, of.response_format);
        const auto digits = [](std::size_t number) { return std::to_string(number); };
        same("turn", when_.turn, about_.turn(), digits);
        same("nth", when_.nth, about_.nth(), digits);
        const auto truth = [](bool value) { return std::string(value ? "true" : "false"); };
        same("stream", when_.stream, of.stream, truth);
        if (when_.with_image) {
            const bool has_image = std::ranges::any_of(of.messages, &said::has_image);
            same("with_image", when_.with_image, has_image, truth);
        }
        same("api_key", when_.key_hash, of.key_hash,
             [](const std::string& hash) { return hash.empty() ? "none" : "the key with hash " + hash; });
        for (const auto& header : when_.headers) {
            const auto& wanted = header.second;
            const auto value = of.headers.find(header.first);
            if (value && is_true_of(wanted, *value, when_)) continue;
            differs(
                "header " + header.first, [&] { return described(wanted); },
                [&] { return value ? shown(*value) : std::string("none"); });
        }
        body();  // last, as it is the dearest
    }

private:
    template <class Wanted, class Got>
    void differs(std::string_view field, Wanted wanted, Got got)
    {
        if (goes_on_) goes_on_ = tell_(field, wanted, got);
    }

    void text(std::string_view field, const std::optional<text_condition>& wanted, std::string_view value)
    {
        if (!goes_on_ || !wanted || is_true_of(*wanted, value, when_)) return;
        differs(
            field, [&] { return described(*wanted); },
            [&] { return value.empty() ? std::string("none") : "\"" + shown(value) + "\""; });
    }

    template <class List, class Part>
    void any(std::string_view field, const std::optional<text_condition>& wanted, const List& list, Part part)
    {
        if (!goes_on_ || !wanted) return;
        const auto is_true_of_it = [&](const auto& item) {
            return is_true_of(*wanted, std::invoke(part, item), when_);
        };
        if (std::ranges::any_of(list, is_true_of_it)) return;
        differs(
            field, [&] { return described(*wanted); },
            [&] { return "none of " + std::to_string(list.size()); });
    }

    template <class T, class Describe>
    void same(std::string_view field, const std::optional<T>& wanted, const T& value, Describe describe)
    {
        if (!goes_on_ || !wanted || *wanted == value) return;
        differs(
            field, [&] { return describe(*wanted); }, [&] { return describe(value); });
    }

    void same(std::string_view field, const std::optional<std::string>& wanted, const std::string& value)
    {
        same(field, wanted, value,
             [](const std::string& of) { return of.empty() ? std::string("none") : shown(of); });
    }

    void tool_result()
    {
        const bool is_tool = about_.last_role() == "tool";
        text("tool_result", when_.tool_result, is_tool ? about_.last()->text : nothing);
    }

    void tools()
    {
        if (!goes_on_ || !when_.tools) return;
        const auto& have = about_.of().tools;
        if (std::ranges::is_permutation(*when_.tools, have)) return;
        differs(
            "tools", [&] { return joined(*when_.tools); },
            [&] { return have.empty() ? std::string("none") : joined(have); });
    }

    void body()
    {
        if (!goes_on_ || !when_.body) return;
        const auto& have = about_.body_hash(when_.body->ignoring);
        if (have == when_.body->hash) return;
        const auto described = [](const std::string& hash) { return "the one with hash " + hash; };
        differs(
            "body", [&] { return described(when_.body->hash); }, [&] { return described(have); });
    }

    const conditions& when_;
    const facts& about_;
    Tell tell_;
    bool goes_on_ = true;
};

template <class Visit>
void visit_texts(const conditions& when, Visit visit)
{
    for (const auto* each :
         {&when.model, &when.last_user, &when.any_message, &when.system, &when.tool_result, &when.input})
        if (*each) visit(**each);
    for (const auto& [name, wanted] : when.headers) visit(wanted);
}

}  // namespace

bool holds(const conditions& when, const facts& about)
{
    bool all = true;
    const auto tell = [&all](std::string_view, const auto&, const auto&) {
        all = false;
        return false;
    };
    walk(when, about, tell).run();
    return all;
}

std::vector<difference> differences(const conditions& when, const facts& about)
{
    std::vector<difference> found;
    const auto tell = [&found](std::string_view field, const auto& wanted, const auto& got) {
        found.push_back({std::string(field), wanted(), got()});
        return true;
    };
    walk(when, about, tell).run();
    return found;
}

std::vector<std::string> captures(const conditions& when, const facts& about)
{
    std::vector<std::string> found;
    const auto look = [&](const std::optional<text_condition>& wanted, std::string_view raw) {
        if (!found.empty() || !wanted || !wanted->compiled) return;
        auto groups = wanted->compiled->groups_in(when.normalised ? normalised(raw) : std::string(raw));
        if (groups && groups->size() > 1) found = std::move(*groups);
    };
    look(when.last_user, about.last_user());
    for (const auto& message : about.of().messages) look(when.any_message, message.text);
    look(when.system, when.system ? std::string_view(about.system()) : std::string_view());
    look(when.tool_result, about.last() ? std::string_view(about.last()->text) : std::string_view());
    for (const auto& text : about.of().input) look(when.input, text);
    look(when.model, about.of().model);
    for (const auto& [name, wanted] : when.headers) look(wanted, about.of().headers.find(name).value_or(""));
    return found;
}

rank rank_of(const conditions& when)
{
    rank made{.tool_results = when.tool_result ? 1U : 0U};
    visit_texts(when, [&made](const text_condition& each) {
        ++made.conditions;
        made.exactness += exactness_of(each.how);
    });
    const bool others[] = {
        when.at.has_value(),           when.tool_call_id.has_value(), when.last_role.has_value(),
        when.tools.has_value(),        when.tool_choice.has_value(),  when.response_format.has_value(),
        when.turn.has_value(),         when.nth.has_value(),          when.stream.has_value(),
        when.with_image.has_value(),   when.key_hash.has_value(),     when.body.has_value(),
        when.messages_hash.has_value()};
    made.conditions += static_cast<std::size_t>(std::ranges::count(others, true));
    return made;
}

}  // namespace parley::mock
