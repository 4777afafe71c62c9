#include "mock/wire/models_answer.hpp"

#include "mock/wire/error_answer.hpp"
#include "mock/wire/json_parts.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

void append_model(std::string& body, std::string_view name, std::int64_t created)
{
    body += "{\"id\":";
    append_json_string(body, name);
    body += ",\"object\":\"model\",\"created\":";
    append_number(body, created);
    body += ",\"owned_by\":\"parley-mock\"}";
}

}  // namespace

send_head models_answer(const asked& asking, const std::vector<std::string>& names, std::int64_t created)
{
    static const std::vector<std::string> usual = {"gpt-4.1-mini", "gpt-5-mini", "text-embedding-3-small"};
    const auto& listed = names.empty() ? usual : names;
    std::string body;
    if (!asking.model.empty()) {
        if (!names.empty() && std::ranges::find(names, asking.model) == names.end()) {
            const error_reply unknown{
                .status = 404, .message = "The model '" + asking.model + "' does not exist on this mock."};
            return error_answer(asking.style, asking.at, unknown, created);
        }
        append_model(body, asking.model, created);
    } else {
        body = "{\"object\":\"list\",\"data\":[";
        for (const auto& name : listed) {
            if (&name != &listed.front()) body += ',';
            append_model(body, name, created);
        }
        body += "]}";
    }
    return {.headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

}  // namespace parley::mock
