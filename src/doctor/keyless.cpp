#include "doctor/keyless.hpp"

#include "base/ascii.hpp"
#include "doctor/service_answer.hpp"

#include <algorithm>
#include <array>

namespace parley::doctor {
namespace {

constexpr std::array<std::string_view, 2> regional_suffixes = {".api.cognitive.microsoft.com",
                                                               ".api.cognitive.microsoft.us"};

bool mentions(std::string_view text, std::string_view words)
{
    return ascii::lower_case(text).find(words) != std::string::npos;
}

// `scope` without `/.default`, and both without a last '/', name the same resource.
bool names_same_audience(std::string_view scope, std::string_view audience)
{
    constexpr std::string_view suffix = "/.default";
    if (scope.ends_with(suffix)) scope.remove_suffix(suffix.size());
    while (scope.ends_with('/')) scope.remove_suffix(1);
    while (audience.ends_with('/')) audience.remove_suffix(1);
    return ascii::equals_without_case(scope, audience);
}

bool is_regional(std::string_view host)
{
    return std::ranges::any_of(regional_suffixes,
                               [host](std::string_view suffix) { return host.ends_with(suffix); });
}

// The name of the resource: the first label of its own host.
std::string resource_name(std::string_view host)
{
    return is_regional(host) ? "NAME" : std::string(host.substr(0, host.find('.')));
}

finding bad(std::string check, std::string sentence, std::vector<std::string> fixes)
{
    return {std::move(check), verdict::bad, std::move(sentence), std::move(fixes)};
}

finding subdomain_missing(const keyless_facts& facts)
{
    return bad("subdomain",
               facts.host +
                   " takes keys only: tokens are accepted at a resource's custom subdomain, and this "
                   "one has none or is asked at its region's address",
               {"az cognitiveservices account update --name NAME --resource-group GROUP --custom-domain NAME",
                "then set AZURE_OPENAI_ENDPOINT=https://NAME.openai.azure.com"});
}

finding role_missing(const keyless_facts& facts, const service_error& said)
{
    const principal who = facts.token ? facts.token->who : principal{};
    std::string sentence = "the token is good, but its identity lacks the role " +
                           std::string(openai_user.name) + " (" + std::string(openai_user.id) + ") on " +
                           facts.host;
    const std::size_t begin = said.message.find("Microsoft.CognitiveServices/");
    if (begin != std::string::npos) {
        const std::string action = said.message.substr(begin);
        sentence += ": it may not " + action.substr(0, action.find_first_of("`'\" "));
    }
    sentence +=
        "; Owner and Contributor are not enough, and a new role takes 5 to 10 minutes, or with managed "
        "identity up to a day, to be seen";
    return bad("role", sentence, {role_command(openai_user, who, facts.host), role_bicep(openai_user, who)});
}

finding audience_wrong(const keyless_facts& facts)
{
    const std::string audience = facts.token ? facts.token->audience : std::string();
    if (!audience.empty() && names_same_audience(facts.scope, audience) &&
        mentions(audience, "cognitiveservices"))
        return bad("tenant",
                   facts.host + " refused a token that is made for it: it comes from tenant " +
                       facts.token->tenant + ", and the resource most likely belongs to another",
                   {"az login --tenant TENANT", "export AZURE_TENANT_ID=TENANT"});
    return bad("audience",
               "the token is made for " + (audience.empty() ? facts.scope : audience) + ", and " +
                   facts.host + " takes tokens for another audience",
               {"set PARLEY_TOKEN_SCOPE=https://cognitiveservices.azure.com/.default",
                "for a Foundry project: PARLEY_TOKEN_SCOPE=https://ai.azure.com/.default"});
}

finding tenant_wrong(const keyless_facts& facts)
{
    std::string sentence = "the resource belongs to another tenant than the login";
    if (facts.token && !facts.token->tenant.empty())
        sentence += ", which is of tenant " + facts.token->tenant;
    return bad("tenant", sentence, {"az login --tenant TENANT", "export AZURE_TENANT_ID=TENANT"});
}

finding network_blocked(const keyless_facts& facts)
{
    return bad("network",
               facts.host +
                   " refuses calls from this network (firewall, virtual network or private endpoint): "
                   "the identity is not the problem",
               {"az cognitiveservices account network-rule add --name " + resource_name(facts.host) +
                    " --resource-group GROUP --ip-address ADDRESS",
                "or call from inside its virtual network"});
}

finding deployment_unknown(const keyless_facts& facts)
{
    return bad("deployment",
               facts.host + " has no deployment named " + facts.deployment +
                   " (the name of the deployment, not of its model); a new one takes some minutes",
               {"az cognitiveservices account deployment list --name " + resource_name(facts.host) +
                    " --resource-group GROUP --query \"[].name\" --output tsv",
                "then set PARLEY_MODEL to one of them"});
}

finding keys_disabled(const keyless_facts& facts)
{
    return bad("keys", "keys are disabled at " + facts.host + ", and one was sent",
               {"unset AZURE_OPENAI_KEY OPENAI_API_KEY"});
}

finding resource_unknown(const keyless_facts& facts)
{
    return bad("endpoint", "there is no resource at " + facts.host + ": its name is wrong, or it was deleted",
               {"az cognitiveservices account list --query \"[].properties.endpoint\" --output tsv",
                "then set AZURE_OPENAI_ENDPOINT to one of them"});
}

finding unexplained(const keyless_facts& facts, const service_error& said)
{
    std::string sentence = facts.host + " answered with status " + std::to_string(facts.reply->status);
    if (!said.code.empty()) sentence += " and code " + said.code;
    if (!said.message.empty()) sentence += ": " + said.message;
    if (!facts.reply->request_id.empty()) sentence += " (request " + facts.reply->request_id + ")";
    return {"call", verdict::unclear, sentence, {}};
}

finding explain_refusal(const keyless_facts& facts)
{
    const unsigned status = facts.reply->status;
    const service_error said = read_service_error(facts.reply->body);
    if (mentions(said.message, "custom subdomain")) return subdomain_missing(facts);
    if (mentions(said.code, "does not match resource tenant") ||
        mentions(said.message, "does not match resource tenant"))
        return tenant_wrong(facts);
    if (status == 404 && mentions(said.message, "subdomain does not map")) return resource_unknown(facts);
    if (status == 404) return deployment_unknown(facts);
    if (said.code == "AuthenticationTypeDisabled") return keys_disabled(facts);
    if (mentions(said.message, "virtual network") || mentions(said.message, "firewall") ||
        mentions(said.message, "public access is disabled"))
        return network_blocked(facts);
    if ((status == 401 || status == 403) && said.code == "PermissionDenied") return role_missing(facts, said);
    if (status == 401 && mentions(said.message, "audience")) return audience_wrong(facts);
    return unexplained(facts, said);
}

finding explain_call(const keyless_facts& facts)
{
    if (facts.call_problem) {
        if (facts.call_problem->code == errc::upstream_rejected)
            return bad("certificate", "no call was made: " + facts.call_problem->detail,
                       {"export SSL_CERT_FILE=FILE, or PARLEY_CA_FILE=FILE to trust it beside the system's, "
                        "for an authority of your own",
                        "check AZURE_OPENAI_ENDPOINT: the certificate must be for its host"});
        if (facts.call_problem->code == errc::timed_out)
            return bad("network", facts.host + " did not answer in time: " + facts.call_problem->detail,
                       {"check proxy, firewall and private endpoint: HTTPS_PROXY and NO_PROXY are obeyed"});
        return bad("network", facts.host + " cannot be reached: " + facts.call_problem->detail,
                   {"check AZURE_OPENAI_ENDPOINT, the name service and HTTPS_PROXY"});
    }
    if (!facts.reply) return {"call", verdict::unclear, "no call was made", {}};
    if (facts.reply->status == 200)
        return {
            "call", verdict::good, facts.deployment + " at " + facts.host + " answered without a key", {}};
    if (facts.reply->status == 429)
        return {"call",
                verdict::good,
                "the login works; " + facts.deployment +
                    " is busy just now (status 429): raise its capacity "
                    "if it stays so",
                {}};
    return explain_refusal(facts);
}

finding explain_keys(const keyless_facts& facts)
{
    std::string names;
    for (const auto& each : facts.keys_set) names += (names.empty() ? "" : " ") + each;
    return bad("keys", "a key is set, so parley serve would use it and never log in: " + names,
               {"unset " + names});
}

finding explain_token(const keyless_facts& facts)
{
    if (facts.token_problem)
        return bad("token", "no token could be got: " + facts.token_problem->detail,
                   {"parley token --scope " + facts.scope});
    std::string sentence = facts.token->credential + " gave a token";
    if (!facts.token->who.object_id.empty()) sentence += " for " + facts.token->who.object_id;
    if (!facts.token->tenant.empty()) sentence += " of tenant " + facts.token->tenant;
    return {"token", verdict::good, sentence, {}};
}

}  // namespace

std::vector<finding> explain_keyless(const keyless_facts& facts)
{
    std::vector<finding> findings;
    if (!facts.keys_set.empty()) findings.push_back(explain_keys(facts));
    if (is_regional(facts.host)) findings.push_back(subdomain_missing(facts));
    if (!facts.token && !facts.token_problem) return findings;
    findings.push_back(explain_token(facts));
    if (!facts.token) return findings;
    // What the address already explains is not said a second time.
    finding call = explain_call(facts);
    const bool said = std::ranges::any_of(findings, [&](const auto& f) { return f.check == call.check; });
    if (!said) findings.push_back(std::move(call));
    return findings;
}

}  // namespace parley::doctor
