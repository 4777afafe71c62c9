#include "mock/match.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "mock/body_hash.hpp"
#include "mock/key_hash.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <functional>

namespace parley::mock {
namespace {

constexpr std::size_t shown_bytes_max = 200;

const std::string nothing;

std::string shown(std::string_view text)
{
    const auto shortened = utf8::prefix(text, shown_bytes_max);
    return std::string(shortened) + (shortened.size() < text.size() ? "…" : "");
}

bool fits(const text_condition& wanted, std::string_view text)
{
    switch (wanted.how) {
        case text_condition::kind::exact:
            return text == wanted.text;
        case text_condition::kind::prefix:
            return text.starts_with(wanted.text);
        case text_condition::kind::suffix:
            return text.ends_with(wanted.text);
        case text_condition::kind::contains:
            return text.find(wanted.text) != std::string_view::npos;
        case text_condition::kind::regex:
            return wanted.compiled && wanted.compiled->is_in(text);
    }
    return false;
}

bool is_true_of(const text_condition& wanted, std::string_view text, const conditions& when)
{
    if (!when.normalised) return fits(wanted, text);
    auto folded = wanted;
    if (folded.how != text_condition::kind::regex) folded.text = normalised(folded.text);
    return fits(folded, normalised(text));
}

std::string_view name_of(text_condition::kind how)
{
    switch (how) {
        case text_condition::kind::exact:
            return "exactly";
        case text_condition::kind::prefix:
            return "begins with";
        case text_condition::kind::suffix:
            return "ends with";
        case text_condition::kind::contains:
            return "contains";
        case text_condition::kind::regex:
            return "matches";
    }
    return "";
}

std::string described(const text_condition& wanted)
{
    return std::string(name_of(wanted.how)) + " \"" + shown(wanted.text) + "\"";
}

std::string_view name_of(bool truth)
{
    return truth ? "true" : "false";
}

std::string joined(std::vector<std::string> list)
{
    std::ranges::sort(list);
    std::string all;
    for (const auto& item : list) all += (all.empty() ? "" : ", ") + item;
    return all;
}

// One condition after the other, each told to `tell(field, holds, wanted, got)`, the last two as functions
// that make a text. Ends when `tell` says so.
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
        const auto truth = [](bool value) { return std::string(name_of(value)); };
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
            put(
                "header " + header.first, value && is_true_of(wanted, *value, when_),
                [&] { return described(wanted); },
                [&] { return value ? shown(*value) : std::string("none"); });
        }
        body();  // last, as it is the dearest
    }

private:
    template <class Wanted, class Got>
    void put(std::string_view field, bool is_true, Wanted wanted, Got got)
    {
        if (goes_on_) goes_on_ = tell_(field, is_true, wanted, got);
    }

    void text(std::string_view field, const std::optional<text_condition>& wanted, std::string_view value)
    {
        if (!goes_on_ || !wanted) return;
        put(
            field, is_true_of(*wanted, value, when_), [&] { return described(*wanted); },
            [&] { return value.empty() ? std::string("none") : "\"" + shown(value) + "\""; });
    }

    template <class List, class Part>
    void any(std::string_view field, const std::optional<text_condition>& wanted, const List& list, Part part)
    {
        if (!goes_on_ || !wanted) return;
        const bool is_true = std::ranges::any_of(
            list, [&](const auto& item) { return is_true_of(*wanted, std::invoke(part, item), when_); });
        put(
            field, is_true, [&] { return described(*wanted); },
            [&] { return "none of " + std::to_string(list.size()); });
    }

    template <class T, class Describe>
    void same(std::string_view field, const std::optional<T>& wanted, const T& value, Describe describe)
    {
        if (!goes_on_ || !wanted) return;
        put(
            field, *wanted == value, [&] { return describe(*wanted); }, [&] { return describe(value); });
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
        const bool is_true = std::ranges::is_permutation(*when_.tools, have);
        put(
            "tools", is_true, [&] { return joined(*when_.tools); },
            [&] { return have.empty() ? std::string("none") : joined(have); });
    }

    void body()
    {
        if (!goes_on_ || !when_.body) return;
        const auto& have = about_.body_hash(when_.body->ignoring);
        const auto described = [](const std::string& hash) { return "the one with hash " + hash; };
        put(
            "body", have == when_.body->hash, [&] { return described(when_.body->hash); },
            [&] { return described(have); });
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

std::size_t exactness_of(text_condition::kind how)
{
    switch (how) {
        case text_condition::kind::exact:
            return 3;
        case text_condition::kind::prefix:
        case text_condition::kind::suffix:
            return 2;
        case text_condition::kind::contains:
            return 1;
        case text_condition::kind::regex:
            return 0;
    }
    return 0;
}

}  // namespace

std::string_view name_of(endpoint at)
{
    switch (at) {
        case endpoint::chat:
            return "chat";
        case endpoint::responses:
            return "responses";
        case endpoint::embeddings:
            return "embeddings";
        case endpoint::models:
            return "models";
    }
    return "";
}

facts::facts(const asked& of, std::size_t nth) : of_(of), nth_(nth)
{
    for (const auto& message : of.messages) {
        if (message.role == "assistant") ++turn_;
        if (message.role == "user") last_user_ = &message;
    }
}

const std::string& facts::last_user() const
{
    return last_user_ == nullptr ? nothing : last_user_->text;
}

const std::string& facts::last_role() const
{
    return last() == nullptr ? nothing : last()->role;
}

const std::string& facts::system() const
{
    if (system_) return *system_;
    auto& all = system_.emplace();
    for (const auto& message : of_.messages)
        if (message.role == "system" || message.role == "developer")
            all += (all.empty() ? "" : "\n") + message.text;
    return all;
}

const std::string& facts::body_hash(const std::vector<std::string>& ignoring) const
{
    if (!body_ || body_->ignoring != ignoring) body_ = {mock::body_hash(of_.body, ignoring), ignoring};
    return body_->hash;
}

std::string facts::messages_hash() const
{
    std::string all;
    for (const auto& each : of_.messages) {
        all.append(each.role).append(1, '\0');
        all.append(std::to_string(each.text.size())).append(1, ' ').append(each.text);
    }
    return key_hash(all);
}

bool holds(const conditions& when, const facts& about)
{
    bool all = true;
    const auto tell = [&all](std::string_view, bool is_true, const auto&, const auto&) {
        all = is_true;
        return is_true;
    };
    walk(when, about, tell).run();
    return all;
}

std::vector<difference> differences(const conditions& when, const facts& about)
{
    std::vector<difference> found;
    const auto tell = [&found](std::string_view field, bool is_true, const auto& wanted, const auto& got) {
        if (!is_true) found.push_back({std::string(field), wanted(), got()});
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
    rank made;
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

std::string normalised(std::string_view text)
{
    const auto clean = utf8::sanitised(text);
    utf8proc_uint8_t* mapped = nullptr;
    const auto length = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(clean.data()), static_cast<utf8proc_ssize_t>(clean.size()),
        &mapped, static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE));
    if (length < 0) return clean;
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, std::free);
    const std::string_view folded(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
    std::string made;
    for (const char c : ascii::trimmed(folded)) {
        if (!ascii::is_white_space(c))
            made += c;
        else if (made.back() != ' ')
            made += ' ';
    }
    return made;
}

}  // namespace parley::mock
