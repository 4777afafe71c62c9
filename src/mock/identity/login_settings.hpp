// What the login endpoints of the mock know, and how they fail: a tenant, applications, managed identities.
//
// Everything is optional. A mock that is told nothing takes any application with any proof, and any identity
// that is asked for, so that a client only has to be pointed at it.
#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::mock {

inline constexpr std::string_view usual_tenant = "11111111-1111-1111-1111-111111111111";

// Where a login comes in. The names of `at` in a file, in this order (login_names.hpp).
enum class login_source {
    entra,
    imds,
    app_service,
    azure_ml,
    cloud_shell,
    arc,
    discovery,
    authorize,
    device_code
};
inline constexpr std::size_t login_sources = 9;

// Its errors have a number, an AADSTS.
constexpr bool is_of_entra(login_source source)
{
    return source == login_source::entra || source == login_source::discovery ||
           source == login_source::authorize || source == login_source::device_code;
}

// What is wrong with a token that is given all the same.
enum class token_flaw {
    none,
    expired,         // an hour ago
    not_yet_valid,   // for an hour
    wrong_audience,  // of Microsoft Graph
    wrong_issuer,
    wrong_tenant,   // of another tenant, and honestly so
    bad_signature,  // with the right key id
    unknown_key,    // names a key that no key set has
    opaque,         // no JWT
    missing,        // an answer without a token
};

// How `expires_on` is written.
enum class expiry_form { usual, number, text, date, date_am_pm, rfc3339, missing };

// Who may log in as an application without a secret or certificate: a workload of somebody else's issuer.
struct federation {
    std::string issuer;
    std::string subject;
    std::string audience = "api://AzureADTokenExchange";
};

struct application {
    std::string client_id;
    std::string object_id = {};  // of its service principal; empty: made from the client id
    std::vector<secret> secrets = {};
    std::vector<std::string> certificates = {};  // PEM
    std::vector<federation> federations = {};
    std::vector<std::string> redirect_uris = {};  // empty: any

    // Nothing is listed that could prove who asks, so whatever comes is taken.
    bool takes_any_proof() const { return secrets.empty() && certificates.empty() && federations.empty(); }
};

struct machine_identity {
    std::string client_id;
    std::string object_id = {};    // empty: made from the client id
    std::string resource_id = {};  // of ARM
    enum class assigned { by_user, by_system } kind = assigned::by_user;
};

// Somebody who logs in: with a browser, at a device, or on whose behalf an application asks.
struct person {
    std::string username;                  // `upn` and `preferred_username`
    std::string object_id = {};            // empty: made from the username
    std::string name = {};                 // empty: the username up to its @
    std::vector<std::string> groups = {};  // empty: those of all tokens
};

// What becomes of a login at a device, unless the control plane says otherwise.
enum class device_decision { wait, approve, decline };

struct device_wishes {
    std::chrono::seconds life{900};
    std::chrono::seconds interval{5};  // between two questions of the device
    device_decision decision = device_decision::wait;
};

// One way to fail. The first rule that fits a request counts; one with neither status, flaw nor cut only
// delays.
struct login_fault {
    std::optional<login_source> at = {};    // none: everywhere
    std::size_t after = 0;                  // requests of that place that it lets pass
    std::optional<std::size_t> times = {};  // none: for ever
    std::chrono::milliseconds delay{0};
    unsigned status = 0;             // 0: as if nothing were wrong
    std::optional<int> aadsts = {};  // of Entra: the error's number, which also has a status
    std::optional<std::chrono::seconds> retry_after = {};
    std::optional<std::string> body = {};  // in place of the usual one
    std::string content_type = "application/json";
    token_flaw flaw = token_flaw::none;
    enum class ending { whole, close, reset, stall } connection = ending::whole;
};

struct token_wishes {
    std::chrono::seconds life{0};  // 0: as the services do, an hour from Entra and a day from the others
    std::optional<std::chrono::seconds> refresh_in = {};
    std::chrono::seconds skew{0};  // how far the clock of whoever gives tokens is ahead
    std::string issuer = {};       // empty: https://sts.windows.net/TENANT/
    expiry_form expires_on = expiry_form::usual;
    std::vector<std::string> groups = {};
    std::vector<std::string> roles = {};
};

// What the routes of the model want of a token.
struct token_demands {
    enum class tokens { ignored, required } need = tokens::ignored;
    std::vector<std::string> audiences = {"https://cognitiveservices.azure.com", "https://ai.azure.com"};
    std::chrono::seconds leeway{0};              // for clocks that differ
    std::vector<std::string> without_role = {};  // object ids that are known and may do nothing
};

struct login_settings {
    std::string tenant = {};                        // empty: any
    std::vector<application> applications = {};     // empty: any
    std::vector<person> people = {};                // empty: anybody; the first one, where none is named
    std::vector<machine_identity> identities = {};  // empty: any that is asked for, and a system-assigned one
    secret header = {};                             // of X-IDENTITY-HEADER and `secret`; empty: any
    std::vector<std::string> resources = {};        // that tokens may be for; empty: any
    token_wishes tokens = {};
    device_wishes devices = {};
    token_demands demands = {};
    std::vector<login_fault> faults = {};
};

}  // namespace parley::mock
