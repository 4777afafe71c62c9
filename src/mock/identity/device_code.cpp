#include "mock/identity/device_code.hpp"

#include "mock/identity/person_token.hpp"
#include "mock/identity/token_answer.hpp"

namespace parley::mock {
namespace {

// Letters and digits that nobody takes for one another.
std::string make_user_code(const login_state& with, const login_call& call)
{
    constexpr std::string_view characters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    constexpr int length = 9;
    random_numbers numbers(with.seed, call.number);
    std::string made;
    for (int i = 0; i < length; ++i) made += characters[numbers.next() % characters.size()];
    return made;
}

found<device_login> begin(const login_state& with, const login_call& call)
{
    auto tenant = find_tenant(with, call);
    if (auto* refused = std::get_if<refusal>(&tenant)) return std::move(*refused);
    auto who = find_application(with, call);
    if (auto* refused = std::get_if<refusal>(&who)) return std::move(*refused);
    const auto scope = parameter(call, "scope");
    auto wanted = read_person_scope(with, scope);
    if (auto* refused = std::get_if<refusal>(&wanted)) return std::move(*refused);
    auto first = find_person(with.settings, {});
    if (auto* refused = std::get_if<refusal>(&first)) return std::move(*refused);
    const auto& wishes = with.settings.devices;
    return device_login{.to = {std::get<person>(first), std::get<std::string>(tenant),
                               std::get<application>(who).client_id, scope},
                        .user_code = make_user_code(with, call),
                        .ends = call.now + wishes.life,
                        .interval = wishes.interval,
                        .decision = wishes.decision};
}

}  // namespace

http::response answer_device_code(login_state& with, const login_call& call)
{
    if (call.from.method != "POST") return entra_error(call, {900561, call.from.method});
    auto begun = begin(with, call);
    if (const auto* refused = std::get_if<refusal>(&begun)) return entra_error(call, *refused);
    auto& device = std::get<device_login>(begun);
    const auto code = opaque_text(with, call, "device");
    const auto page = call.base_url + "/__mock/devices";
    const boost::json::object body{
        {"user_code", device.user_code},
        {"device_code", code},
        {"verification_uri", page},
        {"expires_in", with.settings.devices.life.count()},
        {"interval", device.interval.count()},
        {"message", "To sign in, approve the code " + device.user_code + " at " + page + "."}};
    with.grants.devices.add(code, std::move(device));
    return token_answer(body);
}

}  // namespace parley::mock
