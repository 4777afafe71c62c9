#include "mock/identity/login_reader.hpp"

#include "mock/fixtures/member_reader.hpp"
#include "mock/identity/login_names.hpp"

#include <limits>

namespace parley::mock {
namespace {

constexpr std::int64_t seconds_max = 10LL * 365 * 24 * 3600;
constexpr std::int64_t count_max = 1'000'000'000;
constexpr std::int64_t delay_ms_max = 3'600'000;  // an hour

// What the list of `key` holds, each read by `read`, which gets the item and where mistakes go.
template <class Read>
auto read_list(const member_reader& of, std::string_view key, mistakes& into, Read read)
    -> std::optional<std::vector<decltype(read(std::declval<const node&>(), into))>>
{
    const auto* list = of.find(key);
    if (list == nullptr) return std::nullopt;
    std::vector<decltype(read(std::declval<const node&>(), into))> made;
    if (list->is != node::kind::list) into.add(*list, "`" + std::string(key) + "` is a list");
    for (const auto& item : list->items) made.push_back(read(item, into));
    return made;
}

std::chrono::seconds seconds_or(member_reader& of, std::string_view key, std::int64_t min,
                                std::chrono::seconds otherwise)
{
    const auto given = of.whole(key, min, seconds_max);
    return given ? std::chrono::seconds(*given) : otherwise;
}

std::string needed_text(member_reader& of, std::string_view key, mistakes& into)
{
    const auto given = of.text(key);
    if (of.is_map() && (!given || given->empty()))
        into.add(of.self(), "`" + std::string(key) + "` is missing");
    return given.value_or("");
}

federation read_federation(const node& from, mistakes& into)
{
    member_reader members(from, "a federation", {"issuer", "subject", "audience"}, into);
    federation made{needed_text(members, "issuer", into), needed_text(members, "subject", into)};
    made.audience = members.text("audience").value_or(made.audience);
    return made;
}

application read_application(const node& from, mistakes& into)
{
    member_reader members(
        from, "an application",
        {"client_id", "object_id", "secrets", "certificates", "federations", "redirect_uris"}, into);
    application made{needed_text(members, "client_id", into)};
    made.object_id = members.text("object_id").value_or("");
    for (auto& each : members.texts("secrets").value_or(std::vector<std::string>{}))
        made.secrets.emplace_back(std::move(each));
    made.certificates = members.texts("certificates").value_or(std::vector<std::string>{});
    for (const auto& pem : made.certificates)
        if (pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
            into.add(*members.find("certificates"), "a certificate is PEM text, from BEGIN CERTIFICATE on");
    if (auto list = read_list(members, "federations", into, read_federation))
        made.federations = std::move(*list);
    made.redirect_uris = members.texts("redirect_uris").value_or(std::vector<std::string>{});
    return made;
}

person read_person(const node& from, mistakes& into)
{
    member_reader members(from, "a user", {"username", "object_id", "name", "groups"}, into);
    person made{needed_text(members, "username", into)};
    made.object_id = members.text("object_id").value_or("");
    made.name = members.text("name").value_or("");
    made.groups = members.texts("groups").value_or(std::vector<std::string>{});
    return made;
}

void read_devices(const node& from, device_wishes& wishes, mistakes& into)
{
    member_reader members(from, "`devices`", {"life_s", "interval_s", "decision"}, into);
    wishes.life = seconds_or(members, "life_s", 1, wishes.life);
    wishes.interval = seconds_or(members, "interval_s", 1, wishes.interval);
    wishes.decision = members.choice("decision", device_decision_names).value_or(wishes.decision);
}

machine_identity read_identity(const node& from, mistakes& into)
{
    member_reader members(from, "an identity", {"client_id", "object_id", "resource_id", "system_assigned"},
                          into);
    machine_identity made{needed_text(members, "client_id", into)};
    made.object_id = members.text("object_id").value_or("");
    made.resource_id = members.text("resource_id").value_or("");
    if (members.truth("system_assigned").value_or(false)) made.kind = machine_identity::assigned::by_system;
    return made;
}

void read_tokens(const node& from, token_wishes& wishes, mistakes& into)
{
    member_reader members(from, "`tokens`",
                          {"life_s", "refresh_in_s", "skew_s", "issuer", "expires_on_as", "groups", "roles"},
                          into);
    wishes.life = seconds_or(members, "life_s", 1, wishes.life);
    if (members.has("refresh_in_s")) wishes.refresh_in = seconds_or(members, "refresh_in_s", 0, {});
    wishes.skew = seconds_or(members, "skew_s", -seconds_max, wishes.skew);
    wishes.issuer = members.text("issuer").value_or(wishes.issuer);
    wishes.expires_on = members.choice("expires_on_as", expiry_form_names).value_or(wishes.expires_on);
    wishes.groups = members.texts("groups").value_or(wishes.groups);
    wishes.roles = members.texts("roles").value_or(wishes.roles);
}

void read_demands(const node& from, token_demands& demands, mistakes& into)
{
    member_reader members(from, "`model`", {"token_required", "audiences", "leeway_s", "without_role"}, into);
    if (const auto is_required = members.truth("token_required"))
        demands.need = *is_required ? token_demands::tokens::required : token_demands::tokens::ignored;
    demands.audiences = members.texts("audiences").value_or(demands.audiences);
    demands.leeway = seconds_or(members, "leeway_s", 0, demands.leeway);
    demands.without_role = members.texts("without_role").value_or(demands.without_role);
}

login_fault read_login_fault(const node& from, mistakes& into)
{
    member_reader members(from, "a fault",
                          {"at", "after", "times", "delay_ms", "status", "aadsts", "retry_after_s", "body",
                           "content_type", "token", "connection"},
                          into);
    login_fault made;
    made.at = members.choice("at", login_source_names);
    made.after = static_cast<std::size_t>(members.whole("after", 0, count_max).value_or(0));
    if (const auto times = members.whole("times", 1, count_max))
        made.times = static_cast<std::size_t>(*times);
    made.delay = std::chrono::milliseconds(members.whole("delay_ms", 0, delay_ms_max).value_or(0));
    made.status = static_cast<unsigned>(members.whole("status", 200, 599).value_or(0));
    if (const auto number = members.whole("aadsts", 1, std::numeric_limits<int>::max()))
        made.aadsts = static_cast<int>(*number);
    if (members.has("retry_after_s")) made.retry_after = seconds_or(members, "retry_after_s", 0, {});
    made.body = members.text("body");
    made.content_type = members.text("content_type").value_or(made.content_type);
    made.flaw = members.choice("token", token_flaw_names).value_or(token_flaw::none);
    made.connection = members.choice("connection", login_ending_names).value_or(login_fault::ending::whole);
    const bool does_something = made.status != 0 || made.aadsts || made.delay.count() > 0 ||
                                made.flaw != token_flaw::none ||
                                made.connection != login_fault::ending::whole;
    if (members.is_map() && !does_something)
        into.add(from, "a fault says `status`, `aadsts`, `token`, `connection` or `delay_ms`");
    if (made.aadsts && made.at && !is_of_entra(*made.at))
        into.add(from, "only `entra`, `authorize`, `device_code` and `discovery` answer with an `aadsts`");
    if (made.body && made.status == 0 && !made.aadsts) into.add(from, "a `body` goes with a `status`");
    return made;
}

}  // namespace

login_read read_logins(std::string_view text, const std::string& file, login_settings base)
{
    const auto parsed = parse_document(text, file);
    if (!parsed.mistakes.empty()) return {{}, parsed.mistakes};
    mistakes wrong(file);
    login_read made{std::move(base)};
    auto& settings = made.settings;
    member_reader members(parsed.root, "an identity file",
                          {"tenant", "applications", "users", "identities", "header", "resources", "tokens",
                           "devices", "model", "faults"},
                          wrong);
    settings.tenant = members.text("tenant").value_or(settings.tenant);
    if (auto list = read_list(members, "applications", wrong, read_application))
        settings.applications = std::move(*list);
    if (auto list = read_list(members, "users", wrong, read_person)) settings.people = std::move(*list);
    if (auto list = read_list(members, "identities", wrong, read_identity))
        settings.identities = std::move(*list);
    if (auto header = members.text("header")) settings.header = secret(std::move(*header));
    settings.resources = members.texts("resources").value_or(settings.resources);
    if (const auto* tokens = members.find("tokens")) read_tokens(*tokens, settings.tokens, wrong);
    if (const auto* devices = members.find("devices")) read_devices(*devices, settings.devices, wrong);
    if (const auto* model = members.find("model")) read_demands(*model, settings.demands, wrong);
    if (auto list = read_list(members, "faults", wrong, read_login_fault)) settings.faults = std::move(*list);
    made.mistakes = wrong.take();
    return made;
}

}  // namespace parley::mock
