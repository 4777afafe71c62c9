#include "mock/recorder/aimock_file.hpp"

#include "mock/recorder/located_json.hpp"
#include "mock/recorder/recording_folder.hpp"
#include "mock/recorder/yaml_text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <filesystem>
#include <map>

namespace parley::mock {
namespace {

namespace json = boost::json;

// What stands in the way of one fixture.
using problem = std::optional<std::string>;

std::string in_yaml(std::string_view text)
{
    std::string made;
    append_yaml_text(made, text);
    return made;
}

// A text as it is, anything else as the JSON it stands for.
std::string text_of(const json::value& from)
{
    const auto* text = from.if_string();
    return text ? std::string(*text) : json::serialize(from);
}

// Members of a map in braces, as YAML.
class flow_map {
public:
    void add(std::string_view name, std::string_view value)
    {
        text_.append(text_.empty() ? "" : ", ").append(name).append(": ").append(value);
    }
    bool empty() const { return text_.empty(); }
    std::string take() const { return "{" + text_ + "}"; }

private:
    std::string text_;
};

std::string without_equivalent(std::string_view name)
{
    return "`" + std::string(name) + "` has no equivalent here";
}

std::string wrong_type(std::string_view name)
{
    return "`" + std::string(name) + "` is not of the type that aimock documents";
}

struct aimock_match {
    flow_map conditions = {};                      // but that on the endpoint
    std::vector<std::string_view> endpoints = {};  // none: all

    std::vector<std::string> take() const
    {
        if (endpoints.empty()) return {conditions.take()};
        std::vector<std::string> made;
        for (const auto endpoint : endpoints) {
            auto all = conditions;
            all.add("endpoint", endpoint);
            made.push_back(all.take());
        }
        return made;
    }
};

struct match_member {
    std::string_view name;
    std::string_view ours;
    enum class how { contains, exact, model, number } as;
};

constexpr match_member match_members[] = {
    {"userMessage", "last_user", match_member::how::contains},
    {"systemMessage", "system", match_member::how::contains},
    {"inputText", "input", match_member::how::contains},
    {"model", "model", match_member::how::model},
    {"toolCallId", "tool_call_id", match_member::how::exact},
    {"responseFormat", "response_format", match_member::how::exact},
    {"turnIndex", "turn", match_member::how::number},
};

// There `gpt-4o` is also `gpt-4o-2024-08-06`, and not `gpt-4o-mini`.
std::string model_in_yaml(std::string_view name)
{
    std::string pattern = "^";
    for (const char c : name) {
        if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) pattern += '\\';
        pattern += c;
    }
    return "{regex: " + in_yaml(pattern + "(?:-[0-9]|$)") + "}";
}

problem add_condition(flow_map& to, const match_member& known, const json::value& value)
{
    if (known.as == match_member::how::number) {
        if (!value.is_int64() || value.get_int64() < 0) return wrong_type(known.name);
        to.add(known.ours, std::to_string(value.get_int64()));
        return std::nullopt;
    }
    const auto* text = value.if_string();
    if (text == nullptr) return wrong_type(known.name);
    if (known.as == match_member::how::model)
        to.add(known.ours, model_in_yaml(*text));
    else if (known.as == match_member::how::exact)
        to.add(known.ours, in_yaml(*text));
    else if (!text->empty())
        to.add(known.ours, "{contains: " + in_yaml(*text) + "}");
    return std::nullopt;
}

problem add_other_condition(aimock_match& to, std::string_view name, const json::value& value)
{
    if (name == "sequenceIndex") return value.is_int64() ? problem() : wrong_type(name);
    if (name == "context" && value.is_string()) {
        to.conditions.add("header", "{X-AIMock-Context: " + in_yaml(text_of(value)) + "}");
        return std::nullopt;
    }
    if (name == "endpoint" && value.is_string()) {
        if (value.get_string() == "chat") {
            to.endpoints = {"chat", "responses"};  // one fixture for each of what is one there
            return std::nullopt;
        }
        if (value.get_string() != "embedding") return without_equivalent("endpoint: " + text_of(value));
        to.endpoints = {"embeddings"};
        return std::nullopt;
    }
    return without_equivalent(name);
}

problem read_match(const json::object& from, aimock_match& to)
{
    for (const auto& member : from) {
        const auto* known =
            std::ranges::find(match_members, std::string_view(member.key()), &match_member::name);
        auto wrong = known == std::end(match_members) ? add_other_condition(to, member.key(), member.value())
                                                      : add_condition(to.conditions, *known, member.value());
        if (wrong) return wrong;
    }
    return std::nullopt;
}

problem add_tool_calls(flow_map& to, const json::value& from)
{
    const auto* list = from.if_array();
    if (list == nullptr) return wrong_type("toolCalls");
    std::string calls;
    for (const auto& item : *list) {
        const auto* call = item.if_object();
        const auto name = call ? text_in(*call, "name") : std::nullopt;
        if (!name) return wrong_type("toolCalls");
        flow_map made;
        made.add("name", in_yaml(*name));
        if (const auto* arguments = call->if_contains("arguments"))
            made.add("arguments", in_yaml(text_of(*arguments)));
        if (const auto id = text_in(*call, "id")) made.add("id", in_yaml(*id));
        calls += (calls.empty() ? "" : ", ") + made.take();
    }
    to.add("tool_calls", "[" + calls + "]");
    return std::nullopt;
}

problem add_usage(flow_map& to, const json::value& from)
{
    const auto* members = from.if_object();
    if (members == nullptr) return wrong_type("usage");
    flow_map made;
    for (const auto& [theirs, ours] : {std::pair{"prompt_tokens", "prompt"},
                                       {"input_tokens", "prompt"},
                                       {"completion_tokens", "completion"},
                                       {"output_tokens", "completion"}})
        if (const auto* count = members->if_contains(theirs); count && count->is_int64())
            made.add(ours, std::to_string(count->get_int64()));
    to.add("usage", made.take());
    return std::nullopt;
}

problem add_answer_member(flow_map& to, std::string_view name, const json::value& value)
{
    if (name == "content") {
        to.add("text", in_yaml(value.is_null() ? std::string() : text_of(value)));
        return std::nullopt;
    }
    if (name == "toolCalls") return add_tool_calls(to, value);
    if (name == "usage") return add_usage(to, value);
    const bool is_usual_role = name == "role" && value == json::value("assistant");
    if (is_usual_role) return std::nullopt;
    if (name != "reasoning" && name != "finishReason") return without_equivalent(name);
    if (!value.is_string()) return wrong_type(name);
    to.add(name == "reasoning" ? "reasoning" : "finish_reason", in_yaml(text_of(value)));
    return std::nullopt;
}

problem add_error(flow_map& to, const json::object& response, const json::object& error)
{
    for (const auto& member : response)
        if (member.key() != "error" && member.key() != "status") return without_equivalent(member.key());
    const auto* status = response.if_contains("status");
    if (status && !status->is_int64()) return wrong_type("status");
    to.add("status", std::to_string(status ? status->get_int64() : 500));
    for (const auto& member : error) {
        const std::string_view name = member.key();
        if (name != "message" && name != "type" && name != "code" && name != "param")
            return without_equivalent(name);
        if (!member.value().is_null()) to.add(name, in_yaml(text_of(member.value())));
    }
    return std::nullopt;
}

problem read_response(const json::object& from, flow_map& to)
{
    if (const auto* error = object_in(from, "error")) return add_error(to, from, *error);
    if (const auto* vector = list_in(from, "embedding"); vector && from.size() == 1) {
        to.add("vectors", "[" + json::serialize(*vector) + "]");
        return std::nullopt;
    }
    for (const auto& member : from)
        if (auto wrong = add_answer_member(to, member.key(), member.value())) return wrong;
    return to.empty() ? problem("its `response` says nothing") : std::nullopt;
}

std::string number(const json::value& from)
{
    return json::serialize(from);
}

problem add_profile(flow_map& to, const json::value& from)
{
    const auto* members = from.if_object();
    if (members == nullptr) return wrong_type("streamingProfile");
    for (const auto& member : *members) {
        const std::string_view name = member.key();
        if (name != "ttft" && name != "tps" && name != "jitter") return without_equivalent(name);
        to.add(name == "ttft"  ? "ttft_ms"
               : name == "tps" ? "tokens_per_s"
                               : "jitter",
               number(member.value()));
    }
    return std::nullopt;
}

// What stands beside `match` and `response`.
problem read_options(const json::object& from, flow_map& to)
{
    flow_map times;
    for (const auto& member : from) {
        const std::string_view name = member.key();
        if (name == "match" || name == "response") continue;
        if (name == "latency")
            times.add("per_event_ms", number(member.value()));
        else if (name == "chunkSize")
            to.add("chunking", "{by: characters, size: " + number(member.value()) + "}");
        else if (name == "truncateAfterChunks")
            to.add("fault", "{kind: close, after_events: " + number(member.value()) + "}");
        else if (name != "streamingProfile")
            return without_equivalent(name);
        else if (auto wrong = add_profile(times, member.value()))
            return wrong;
    }
    if (!times.empty()) to.add("timing", times.take());
    return std::nullopt;
}

// Fixtures with the same conditions: `sequenceIndex` puts their answers in an order.
struct numbered_reply {
    std::size_t number;  // of its fixture there
    std::string text;
};

struct same_match {
    std::vector<std::string> conditions;  // a fixture for each of them
    std::map<std::int64_t, numbered_reply> replies;
    bool is_sequence = false;

    // From 0 on without a gap: else there is an answer that comes in no other place.
    bool is_whole() const
    {
        return replies.begin()->first == 0 &&
               replies.rbegin()->first == static_cast<std::int64_t>(replies.size()) - 1;
    }
};

// As items of a list `fixtures`, of which the first has this number.
std::string items_of(const same_match& from, const std::string& stem, std::size_t& number)
{
    std::string text;
    for (const auto& conditions : from.conditions) {
        text += "  - name: " + in_yaml(stem + "-" + std::to_string(++number)) + "\n";
        if (conditions != "{}") text += "    when: " + conditions + "\n";
        text += "    replies:\n";
        for (const auto& [index, reply] : from.replies) text += "      - " + reply.text + "\n";
        if (from.is_sequence) text += "    then: fail\n";
    }
    return text;
}

class aimock_reader {
public:
    explicit aimock_reader(const std::string& file) { made_.name = file; }

    imported_file read(const json::array& list)
    {
        for (const auto& item : list) {
            ++number_;
            if (auto wrong = read_fixture(item)) refuse(number_, *wrong);
        }
        for (const auto& each : found_) write(each);
        return std::move(made_);
    }

private:
    void refuse(std::size_t number, const std::string& why)
    {
        made_.refused.push_back({made_.name, 0, "fixture " + std::to_string(number) + ": " + why});
    }

    problem read_fixture(const json::value& item)
    {
        const auto* members = item.if_object();
        const auto* match = members ? object_in(*members, "match") : nullptr;
        const auto* response = members ? object_in(*members, "response") : nullptr;
        if (match == nullptr || response == nullptr)
            return "it needs a `match` and a `response`, both objects";
        aimock_match conditions;
        flow_map reply;
        if (auto wrong = read_match(*match, conditions)) return wrong;
        if (auto wrong = read_response(*response, reply)) return wrong;
        if (auto wrong = read_options(*members, reply)) return wrong;
        return add(conditions.take(), reply.take(), match->if_contains("sequenceIndex"));
    }

    // By itself, so that one wrong value does not stand for all of the file.
    static problem check_alone(const std::vector<std::string>& conditions, const std::string& reply)
    {
        std::size_t number = 0;
        const auto alone = items_of({conditions, {{0, {1, reply}}}}, "alone", number);
        const auto good = recording_folder::check_fixtures(alone);
        return good ? problem() : good.error().detail;
    }

    problem add(std::vector<std::string> conditions, std::string reply, const json::value* index)
    {
        if (auto wrong = check_alone(conditions, reply)) return wrong;
        auto same = std::ranges::find(found_, conditions, &same_match::conditions);
        if (same == found_.end())
            same = found_.insert(found_.end(), {std::move(conditions), {}, index != nullptr});
        const bool is_sequence = index != nullptr;
        if (same->is_sequence != is_sequence)
            return "with and without `sequenceIndex` the same `match` has no equivalent here";
        const auto [place, is_new] = same->replies.emplace(is_sequence ? index->get_int64() : 0,
                                                           numbered_reply{number_, std::move(reply)});
        if (!is_new) return "an earlier fixture has the same `match` and answers first";
        return std::nullopt;
    }

    void write(const same_match& from)
    {
        if (!from.is_whole()) {
            for (const auto& [index, reply] : from.replies)
                refuse(reply.number,
                       "`sequenceIndex` must go from 0 on without a gap in the fixtures of one `match`");
            return;
        }
        const auto stem = std::filesystem::path(made_.name).stem().string();
        made_.fixtures += items_of(from, stem, made_.fixture_count);
    }

    imported_file made_;
    std::vector<same_match> found_;
    std::size_t number_ = 0;
};

}  // namespace

imported_file read_aimock(const json::array& list, const std::string& file)
{
    return aimock_reader(file).read(list);
}

}  // namespace parley::mock
