#include "mock/control/control_answers.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/fixtures/member_reader.hpp"
#include "mock/identity/login_names.hpp"
#include "mock/identity/person_token.hpp"

#include <boost/json/array.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;

// What somebody decided about one device, or about all that wait.
struct decided {
    std::string user_code;  // empty: all that wait
    device_decision decision = device_decision::approve;
    std::string username;  // empty: the one the device already has
};

std::variant<decided, http::response> read_decision(const http::request& from)
{
    const auto parsed = parse_document(from.body, "body");
    if (!parsed.mistakes.empty()) return control_mistakes(parsed.mistakes);
    mistakes wrong("body");
    member_reader members(parsed.root, "a decision", {"user_code", "decision", "user"}, wrong);
    const auto decision = members.choice("decision", device_decision_names);
    decided made{members.text("user_code").value_or(""), decision.value_or(device_decision::approve),
                 members.text("user").value_or("")};
    if (members.is_map() && !members.has("decision"))
        wrong.add(parsed.root, "say the `decision`: approve or decline");
    if (wrong.size() > 0) return control_mistakes(wrong.take());
    return made;
}

bool is_meant(const decided& by, const device_login& device)
{
    return by.user_code.empty() ? device.decision == device_decision::wait : device.user_code == by.user_code;
}

}  // namespace

http::response show_devices(mock_state& with, const http::request&)
{
    json::array list;
    for (const auto& [code, device] : with.login.grants.devices)
        list.push_back(json::object{{"user_code", device.user_code},
                                    {"client_id", device.to.client_id},
                                    {"scope", device.to.scope},
                                    {"user", device.to.who.username},
                                    {"decision", name_of(device_decision_names, device.decision)}});
    return control_answer(json::object{{"devices", std::move(list)}});
}

http::response decide_devices(mock_state& with, const http::request& from)
{
    auto read = read_decision(from);
    if (auto* refused = std::get_if<http::response>(&read)) return std::move(*refused);
    const auto& by = std::get<decided>(read);
    const auto who = find_person(with.login.settings, by.username);
    if (std::holds_alternative<refusal>(who)) return control_problem(404, "There is no user of that name.");
    std::size_t count = 0;
    for (auto& [code, device] : with.login.grants.devices) {
        if (!is_meant(by, device)) continue;
        device.decision = by.decision;
        if (!by.username.empty()) device.to.who = std::get<person>(who);
        ++count;
    }
    if (count == 0)
        return control_problem(404, "No device waits for this: GET devices lists those there are.");
    return show_devices(with, from);
}

}  // namespace parley::mock
