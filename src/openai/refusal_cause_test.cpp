#include "openai/refusal_cause.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

TEST(RefusalCause, TellsApartWhatAzureSays)
{
    using cause = refusal_cause;
    struct row {
        unsigned status;
        const char* code;
        const char* message;
        cause told;
    };
    for (const auto& [status, code, message, told] :
         {row{403, "AuthenticationTypeDisabled", "Key based authentication is disabled.",
              cause::keys_disabled},
          row{400, "BadRequest", "Please provide a custom subdomain for token authentication.",
              cause::no_subdomain},
          row{400, "Tenant provided in token does not match resource token",
              "Token tenant a does not match "
              "resource tenant.",
              cause::other_tenant},
          row{404, "404", "Subdomain does not map to a resource.", cause::no_resource},
          row{404, "404", "Resource not found", cause::unknown},
          row{403, "403", "Access denied due to Virtual Network/Firewall rules.", cause::network},
          row{403, "403", "Public access is disabled. Please configure private endpoint.", cause::network},
          row{401, "PermissionDenied", "Principal does not have access to API/Operation.", cause::role},
          row{401, "401", "Access denied due to invalid subscription key or wrong API endpoint.",
              cause::unseen_token},
          row{401, "", "Unauthorized. Access token is missing, invalid, audience is incorrect.",
              cause::audience},
          row{401, "", "", cause::unknown}})
        EXPECT_EQ(cause_of(status, code, message), told) << message;
}

// A question about firewalls that a model refused was no matter of the network.
TEST(RefusalCause, GoesByNoSentenceOfARefusalThatIsNotOfALogin)
{
    for (const unsigned status : {400U, 429U, 500U, 422U})
        EXPECT_EQ(cause_of(status, "x", "the firewall"), refusal_cause::unknown) << status;
}

}  // namespace
}  // namespace parley::openai
