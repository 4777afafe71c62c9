#include "server/v1/model_request.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <limits>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

struct number_rule {
    std::string_view key;
    double least;
    double most;
};

constexpr std::array ignored_numbers = {
    number_rule{"top_p", 0, 1},
    number_rule{"presence_penalty", -2, 2},
    number_rule{"frequency_penalty", -2, 2},
};
constexpr std::array<std::string_view, 3> ignored_flags = {"store", "parallel_tool_calls", "background"};
constexpr std::array<std::string_view, 3> ignored_texts = {"user", "service_tier", "safety_identifier"};

result<void> check_ignored(const json_members& body)
{
    for (const auto& rule : ignored_numbers)
        if (const auto number = body.number(rule.key, rule.least, rule.most); !number) return number.error();
    if (const auto seed = body.number("seed"); !seed) return seed.error();
    for (const auto key : ignored_flags)
        if (const auto flag = body.flag(key); !flag) return flag.error();
    for (const auto key : ignored_texts)
        if (const auto text = body.text(key); !text) return text.error();
    return {};
}

bool is_wanted(const json::value* value)
{
    if (value == nullptr) return false;
    if (value->is_bool()) return value->get_bool();
    if (value->is_number()) return value->to_number<double>() != 0;
    if (value->is_array()) return !value->get_array().empty();
    return !value->is_string() || !value->get_string().empty();
}

}  // namespace

result<void> read_model_request(const json_members& body, const chat_limits& limits, model_request& wanted)
{
    wanted.asked.top = limits.top_default;
    auto model = body.text("model");
    if (!model || model->empty()) return invalid("model must be a string, such as parley");
    wanted.model = *std::move(model);
    const auto streams = body.flag("stream");
    if (!streams) return streams.error();
    if (streams->value_or(false)) wanted.how = delivery::streamed;
    const auto temperature = body.number("temperature", 0, 2);
    if (!temperature) return temperature.error();
    wanted.asked.temperature = *temperature;
    return check_ignored(body);
}

result<void> refuse_members(const json_members& body, std::span<const std::string_view> names)
{
    for (const auto name : names)
        if (is_wanted(body.find(name)))
            return invalid(body.name_of(name) + " cannot be had: this model answers from documents, in text");
    return {};
}

result<void> take_text_format(const json_members& in, std::string_view key)
{
    const auto* const format = in.find(key);
    if (format == nullptr) return {};
    const auto* const type = format->is_object() ? format->get_object().if_contains("type") : nullptr;
    if (type == nullptr || *type != "text")
        return invalid(in.name_of(key) + R"( must be {"type":"text"}: this model answers in text)");
    return {};
}

result<std::optional<int>> read_token_limit(const json_members& body, std::span<const std::string_view> keys)
{
    std::optional<int> limit;
    for (const auto key : keys) {
        const auto given = body.whole_number(key, 1, std::numeric_limits<int>::max());
        if (!given) return given.error();
        if (*given && !limit) limit = static_cast<int>(**given);
    }
    return limit;
}

}  // namespace parley::server::v1
