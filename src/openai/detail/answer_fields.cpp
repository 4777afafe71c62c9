#include "openai/detail/answer_fields.hpp"

namespace parley::openai {

error_code read_usage(ondemand::value& value, std::optional<usage>& used)
{
    if (!json_reader::is(value, ondemand::json_type::object)) return simdjson::SUCCESS;
    usage& counts = used ? *used : used.emplace();
    return json_reader::each_field(value, [&counts](ondemand::raw_json_string key, ondemand::value field) {
        if (key == "prompt_tokens" || key == "input_tokens")
            json_reader::read_count(field, counts.prompt_tokens);
        else if (key == "completion_tokens" || key == "output_tokens")
            json_reader::read_count(field, counts.completion_tokens);
        else if (key == "total_tokens")
            json_reader::read_count(field, counts.total_tokens);
        else if (key == "prompt_tokens_details" || key == "completion_tokens_details" ||
                 key == "input_tokens_details" || key == "output_tokens_details")
            return json_reader::each_field(field,
                                           [&counts](ondemand::raw_json_string name, ondemand::value count) {
                                               if (name == "reasoning_tokens")
                                                   json_reader::read_count(count, counts.reasoning_tokens);
                                               if (name == "cached_tokens")
                                                   json_reader::read_count(count, counts.cached_tokens);
                                               return simdjson::SUCCESS;
                                           });
        return simdjson::SUCCESS;
    });
}

error_code read_refusal(json_reader& reader, ondemand::value& value, std::optional<refusal_facts>& refused)
{
    if (json_reader::is(value, ondemand::json_type::string)) refused.emplace();
    if (!json_reader::is(value, ondemand::json_type::object)) return simdjson::SUCCESS;
    refusal_facts& facts = refused.emplace();
    return json_reader::each_field(
        value, [&reader, &facts](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "code" && json_reader::is(field, ondemand::json_type::number)) {
                std::int64_t status = 0;
                json_reader::read_count(field, status);
                facts.code = std::to_string(status);
                return simdjson::SUCCESS;
            }
            if (key == "code") return reader.append_string(field, facts.code);
            if (key == "type") return reader.append_string(field, facts.type);
            return simdjson::SUCCESS;
        });
}

error_code read_findings(json_reader& reader, ondemand::value& value, filter_finding::place where,
                         std::vector<filter_finding>& found)
{
    return json_reader::each_field(value, [&](ondemand::raw_json_string category, ondemand::value verdict) {
        filter_finding finding{.where = where};
        const auto ec =
            json_reader::each_field(verdict, [&](ondemand::raw_json_string key, ondemand::value field) {
                if (key == "filtered") finding.filtered = json_reader::is_true(field);
                if (key == "detected") finding.detected = json_reader::is_true(field);
                if (key == "severity") return reader.append_string(field, finding.severity);
                return simdjson::SUCCESS;
            });
        const bool is_severe = !finding.severity.empty() && finding.severity != "safe";
        if (ec || !(finding.filtered || finding.detected || is_severe)) return ec;
        reader.append(category, finding.category);
        found.push_back(std::move(finding));
        return simdjson::SUCCESS;
    });
}

error_code read_citation(json_reader& reader, ondemand::value& value, citation& cited)
{
    return json_reader::each_field(value, [&](ondemand::raw_json_string key, ondemand::value field) {
        if (json_reader::is(field, ondemand::json_type::object)) return read_citation(reader, field, cited);
        if (key == "type") return reader.append_string(field, cited.kind);
        if (key == "url") return reader.append_string(field, cited.url);
        if (key == "title") return reader.append_string(field, cited.title);
        if (key == "file_id") return reader.append_string(field, cited.file_id);
        if (key == "filename") return reader.append_string(field, cited.file_name);
        if (key == "start_index" || key == "index") json_reader::read_count(field, cited.begin);
        if (key == "end_index") json_reader::read_count(field, cited.end);
        return simdjson::SUCCESS;
    });
}

}  // namespace parley::openai
