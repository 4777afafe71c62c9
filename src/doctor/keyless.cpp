#include "doctor/keyless.hpp"

#include "base/ascii.hpp"
#include "doctor/service_answer.hpp"
#include "openai/azure_host.hpp"
#include "openai/refusal_cause.hpp"

#include <algorithm>

namespace parley::doctor {
namespace {

bool mentions(std::string_view text, std::string_view words)
{
    return ascii::lower_case(text).find(words) != std::string::npos;
}

// Some tokens name their audience by its id, which tells nothing about the scope that was asked for.
bool is_address(std::string_view audience)
{
    return audience.find("://") != std::string_view::npos;
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
    const auto& wanted = openai::role_for(facts.scope);
    std::string sentence = "the token is good, but its identity lacks the role " + std::string(wanted.name) +
                           " (" + std::string(wanted.id) + ") on " + facts.host;
    const std::size_t begin = said.message.find("Microsoft.CognitiveServices/");
    if (begin != std::string::npos) {
        const std::string action = said.message.substr(begin);
        sentence += ": it may not " + action.substr(0, action.find_first_of("`'\" "));
    }
    sentence +=
        "; Owner and Contributor are not enough, and a new role takes 5 to 10 minutes, or with managed "
        "identity up to a day, to be seen";
    return bad("role", sentence, {role_command(wanted, who, facts.host), role_bicep(wanted, who)});
}

finding audience_wrong(const keyless_facts& facts)
{
    const std::string audience = facts.token ? facts.token->audience : std::string();
    const bool is_right = !is_address(audience) || names_same_audience(facts.scope, audience);
    if (!audience.empty() && is_right && mentions(facts.scope, "cognitiveservices"))
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

finding deployment_unknown(const keyless_facts& facts, const call_facts& call)
{
    return bad("deployment",
               facts.host + " has no deployment named " + call.deployment +
                   " (the name of the deployment, not of its model); a new one takes some minutes",
               {"az cognitiveservices account deployment list --name " + resource_name(facts.host) +
                    " --resource-group GROUP --query \"[].name\" --output tsv",
                "then set PARLEY_MODEL to one of them"});
}

finding resource_unknown(const keyless_facts& facts)
{
    return bad("endpoint", "there is no resource at " + facts.host + ": its name is wrong, or it was deleted",
               {"az cognitiveservices account list --query \"[].properties.endpoint\" --output tsv",
                "then set AZURE_OPENAI_ENDPOINT to one of them"});
}

finding path_unknown(const keyless_facts& facts, const call_facts& call)
{
    return bad("endpoint", facts.host + " has nothing at " + call.url,
               {"set AZURE_OPENAI_ENDPOINT to https://NAME.openai.azure.com alone, without a path",
                "for the older paths: AZURE_OPENAI_API_VERSION, which names a version that exists"});
}

finding login_unseen(const keyless_facts& facts)
{
    return bad("endpoint",
               facts.host +
                   " did not see the token and asks for a key: it is the address of another region or "
                   "service, or something between here and there takes the Authorization header away",
               {"az cognitiveservices account list --query \"[].properties.endpoint\" --output tsv",
                "then set AZURE_OPENAI_ENDPOINT to one of them"});
}

std::string answer_of(const keyless_facts& facts, const service_reply& reply, const service_error& said)
{
    std::string sentence = facts.host + " answered with status " + std::to_string(reply.status);
    if (!said.code.empty()) sentence += " and code " + said.code;
    if (!said.message.empty()) sentence += ": " + said.message;
    if (!reply.request_id.empty()) sentence += " (request " + reply.request_id + ")";
    return sentence;
}

// A request is looked at only after the login, so what is wrong with it says that the login is good.
finding unexplained(const keyless_facts& facts, const call_facts& call, const service_error& said)
{
    const std::string before =
        call.reply->status == 400 ? "the login works, but " + call.deployment + " refused the call: " : "";
    return {"call", verdict::unclear, before + answer_of(facts, *call.reply, said), {}};
}

finding explain_404(const keyless_facts& facts, const call_facts& call, const service_error& said)
{
    if (said.code == "DeploymentNotFound" || said.code == "model_not_found")
        return deployment_unknown(facts, call);
    return path_unknown(facts, call);
}

finding explain_refusal(const keyless_facts& facts, const call_facts& call)
{
    const unsigned status = call.reply->status;
    const service_error said = read_service_error(call.reply->body);
    using cause = openai::refusal_cause;
    switch (openai::cause_of(status, said.code, said.message)) {
        case cause::no_subdomain:
            return subdomain_missing(facts);
        case cause::other_tenant:
            return tenant_wrong(facts);
        case cause::no_resource:
            return resource_unknown(facts);
        case cause::network:
            return network_blocked(facts);
        case cause::role:
            return role_missing(facts, said);
        case cause::unseen_token:
            return login_unseen(facts);
        case cause::audience:
            return audience_wrong(facts);
        case cause::keys_disabled:
        case cause::unknown:
            break;
    }
    return status == 404 ? explain_404(facts, call, said) : unexplained(facts, call, said);
}

finding explain_problem(const keyless_facts& facts, const error& problem)
{
    if (problem.code == errc::upstream_rejected)
        return bad("certificate", "no call was made: " + problem.detail,
                   {"export SSL_CERT_FILE=FILE, or PARLEY_CA_FILE=FILE to trust it beside the system's, "
                    "for an authority of your own",
                    "check AZURE_OPENAI_ENDPOINT: the certificate must be for its host"});
    if (problem.code == errc::timed_out)
        return bad("network", facts.host + " did not answer in time: " + problem.detail,
                   {"check proxy, firewall and private endpoint: HTTPS_PROXY and NO_PROXY are obeyed"});
    return bad("network", facts.host + " cannot be reached: " + problem.detail,
               {"check AZURE_OPENAI_ENDPOINT, the name service and HTTPS_PROXY"});
}

finding explain_call(const keyless_facts& facts, const call_facts& call)
{
    if (call.problem) return explain_problem(facts, *call.problem);
    const std::string where = call.deployment + " at " + facts.host;
    if (call.reply->status == 200) return {"call", verdict::good, where + " answered without a key", {}};
    // Of a model that had not finished thinking within the few tokens that a test may cost.
    if (call.reply->status == 400 && mentions(call.reply->body, "output limit was reached"))
        return {"call", verdict::good, where + " answered without a key", {}};
    if (call.reply->status == 429)
        return {
            "call",
            verdict::good,
            "the login works; " + where + " is busy just now (status 429): raise its capacity if it stays so",
            {}};
    return explain_refusal(facts, call);
}

finding explain_keys(const keyless_facts& facts)
{
    std::string names;
    for (const auto& each : facts.keys_set) names += (names.empty() ? "" : " ") + each;
    std::string sentence = "a key is set, so parley serve would use it and never log in: " + names;
    const auto& reply = facts.with_key ? facts.with_key->reply : std::nullopt;
    const auto said = reply ? read_service_error(reply->body) : service_error{};
    if (said.code == "AuthenticationTypeDisabled")
        sentence += "; and keys are disabled at " + facts.host + ", so it would be refused";
    else if (reply && reply->status == 401)
        sentence += "; and " + facts.host + " refuses it";
    return bad("keys", sentence, {"unset " + names});
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
    if (openai::azure_host_of(facts.host) == openai::azure_host::region)
        findings.push_back(subdomain_missing(facts));
    if (!facts.token && !facts.token_problem) return findings;
    findings.push_back(explain_token(facts));
    if (!facts.token) return findings;
    for (const auto& call : facts.calls) {
        finding found = explain_call(facts, call);
        // What the address or an earlier call already explains is not said a second time.
        const bool is_said = std::ranges::any_of(findings, [&](const auto& f) {
            return f.sentence == found.sentence || (f.check == found.check && found.check == "subdomain");
        });
        if (!is_said) findings.push_back(std::move(found));
    }
    return findings;
}

}  // namespace parley::doctor
