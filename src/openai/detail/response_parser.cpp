#include "openai/detail/response_parser.hpp"

#include "openai/detail/answer_fields.hpp"

#include <utility>

namespace parley::openai {
namespace {

constexpr std::string_view paragraph = "\n\n";

void clear(response_event& event)
{
    for (auto* text : {&event.type, &event.delta, &event.text, &event.arguments}) text->clear();
    event.output_index.reset();
    event.item.reset();
    event.cited.reset();
    event.response.reset();
    event.refused.reset();
}

}  // namespace

class response_parser::impl {
public:
    // Flattened, as the calls between the small readers cost as much as the reading.
    [[gnu::flatten]] result<response_event*> read(std::string_view json)
    {
        clear(event_);
        speaks_chat_ = false;
        const auto ec = reader_.read(json, [this](ondemand::raw_json_string key, ondemand::value value) {
            return read_field(key, value);
        });
        if (speaks_chat_) return wrong_api();
        if (ec) return error{errc::malformed, "the model service sent something that is not an event"};
        return &event_;
    }

    result<response_state> read_whole(std::string_view json)
    {
        response_state state;
        speaks_chat_ = false;
        const auto ec = reader_.read(json, [&](ondemand::raw_json_string key, ondemand::value value) {
            if (key == "choices") speaks_chat_ = true;
            return read_state_field(key, value, state);
        });
        if (speaks_chat_) return wrong_api();
        if (ec) return error{errc::malformed, "the model service sent something that is not a response"};
        return state;
    }

private:
    static error wrong_api()
    {
        return {errc::malformed,
                "the model service speaks Chat Completions where Responses are expected; set "
                "PARLEY_OPENAI_API to chat"};
    }

    error_code read_field(ondemand::raw_json_string key, ondemand::value value)
    {
        if (key == "type") return reader_.append_string(value, event_.type);
        if (key == "delta") return reader_.append_string_or_json(value, event_.delta);
        if (key == "text" || key == "refusal") return reader_.append_string(value, event_.text);
        if (key == "arguments") return reader_.append_string_or_json(value, event_.arguments);
        if (key == "item") return read_item(value, event_.item.emplace());
        if (key == "annotation") return read_citation(reader_, value, event_.cited.emplace());
        if (key == "response") return read_state(value, event_.response.emplace());
        if (key == "error") return read_refusal(reader_, value, event_.refused);
        if (key == "code") return read_flat_code(value);
        if (key == "output_index") reader_.read_count(value, event_.output_index);
        if (key == "choices") speaks_chat_ = true;
        return simdjson::SUCCESS;
    }

    // Of an error event whose fields are not in an `error` of their own.
    error_code read_flat_code(ondemand::value& value)
    {
        std::string code;
        const auto ec = reader_.append_string(value, code);
        if (!code.empty() && !event_.refused) event_.refused = refusal_facts{.code = std::move(code)};
        return ec;
    }

    error_code read_state(ondemand::value& value, response_state& state)
    {
        return reader_.each_field(value, [&](ondemand::raw_json_string key, ondemand::value field) {
            return read_state_field(key, field, state);
        });
    }

    error_code read_state_field(ondemand::raw_json_string key, ondemand::value& value, response_state& state)
    {
        if (key == "id") return reader_.append_string(value, state.origin.id);
        if (key == "model") return reader_.append_string(value, state.origin.model);
        if (key == "status") return reader_.append_string(value, state.status);
        if (key == "usage") return read_usage(value, state.used);
        if (key == "error") return read_refusal(reader_, value, state.refused);
        if (key == "output")
            return reader_.each_element(
                value, [&](ondemand::value item) { return read_item(item, state.output.emplace_back()); });
        if (key == "incomplete_details")
            return reader_.each_field(value, [&](ondemand::raw_json_string name, ondemand::value field) {
                if (name != "reason") return simdjson::SUCCESS;
                return reader_.append_string(field, state.incomplete_reason);
            });
        if (key == "content_filters")
            return reader_.each_element(
                value, [&](ondemand::value filter) { return read_filter(filter, state.findings); });
        return simdjson::SUCCESS;
    }

    error_code read_filter(ondemand::value& filter, std::vector<filter_finding>& findings)
    {
        std::string source;
        std::vector<filter_finding> found;
        const auto ec = reader_.each_field(filter, [&](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "source_type") return reader_.append_string(field, source);
            if (key == "content_filter_results")
                return read_findings(reader_, field, filter_finding::place::answer, found);
            return simdjson::SUCCESS;
        });
        for (auto& finding : found) {
            if (source == "prompt") finding.where = filter_finding::place::prompt;
            findings.push_back(std::move(finding));
        }
        return ec;
    }

    error_code read_item(ondemand::value& value, output_item& item)
    {
        std::string id;
        const auto ec = reader_.each_field(value, [&](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "type") return reader_.append_string(field, item.type);
            if (key == "id") return reader_.append_string(field, id);
            if (key == "call_id") return reader_.append_string(field, item.call.id);
            if (key == "name") return reader_.append_string(field, item.call.name);
            if (key == "arguments") return reader_.append_string_or_json(field, item.call.arguments);
            if (key == "encrypted_content") return reader_.append_string(field, item.sealed.content);
            if (key == "content")
                return reader_.each_element(field,
                                            [&](ondemand::value part) { return read_part(part, item); });
            if (key == "summary")
                return reader_.each_element(field,
                                            [&](ondemand::value part) { return read_thought(part, item); });
            return simdjson::SUCCESS;
        });
        if (item.call.id.empty()) item.call.id = id;
        item.sealed.id = std::move(id);
        // What a reasoning item holds as its content is thought, not said.
        if (item.type == "reasoning") {
            if (!item.reasoning.empty() && !item.text.empty()) item.reasoning += paragraph;
            item.reasoning += std::exchange(item.text, {});
        }
        return ec;
    }

    error_code read_part(ondemand::value& part, output_item& item)
    {
        return reader_.each_field(part, [&](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "text") return reader_.append_string(field, item.text);
            if (key == "annotations")
                return reader_.each_element(field, [&](ondemand::value each) {
                    return read_citation(reader_, each, item.citations.emplace_back());
                });
            if (key != "refusal") return simdjson::SUCCESS;
            const std::size_t before = item.text.size();
            const auto ec = reader_.append_string(field, item.text);
            item.refusal = item.refusal || item.text.size() != before;
            return ec;
        });
    }

    error_code read_thought(ondemand::value& part, output_item& item)
    {
        if (!item.reasoning.empty()) item.reasoning += paragraph;
        return reader_.each_field(part, [&](ondemand::raw_json_string key, ondemand::value field) {
            if (key != "text") return simdjson::SUCCESS;
            return reader_.append_string(field, item.reasoning);
        });
    }

    json_reader reader_;
    response_event event_;
    bool speaks_chat_ = false;
};

response_parser::response_parser() : impl_(std::make_unique<impl>()) {}

response_parser::~response_parser() = default;

result<response_event*> response_parser::read(std::string_view json)
{
    return impl_->read(json);
}

result<response_state> response_parser::read_whole(std::string_view json)
{
    return impl_->read_whole(json);
}

}  // namespace parley::openai
