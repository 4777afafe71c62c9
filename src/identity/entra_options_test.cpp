#include "identity/entra_options.hpp"

#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using testing::scripted_host;

TEST(EntraOptions, TakeAnAuthorityInEveryForm)
{
    for (const char* text :
         {"https://login.microsoftonline.us", "https://login.microsoftonline.us/", "login.microsoftonline.us",
          "login.microsoftonline.us/", " Login.MicrosoftOnline.us ", "https://login.microsoftonline.us:443/"})
        EXPECT_EQ(read_authority(text).value(), authority_us_government) << text;
    EXPECT_EQ(read_authority("https://localhost:8443").value(), "https://localhost:8443");
}

TEST(EntraOptions, RefuseAnAuthorityThatIsNotHttps)
{
    for (const char* text :
         {"", "http://login.microsoftonline.com", "ftp://login.microsoftonline.com",
          "https://login.microsoftonline.com/tenant", "https://a:b@login.microsoftonline.com",
          "https://login.microsoftonline.com?x", "https://"})
        EXPECT_EQ(read_authority(text).error().code, errc::invalid_input) << text;
}

TEST(EntraOptions, ComeFromTheEnvironmentWhereTheyAreNotSet)
{
    scripted_host machine;
    EXPECT_EQ(with_environment({}, machine).authority, authority_public);
    machine.variables = {{"AZURE_AUTHORITY_HOST", "login.chinacloudapi.cn"},
                         {"AZURE_REGIONAL_AUTHORITY_NAME", "westeurope"},
                         {"AZURE_ADDITIONALLY_ALLOWED_TENANTS", "a; b;;"}};
    const auto taken = with_environment({}, machine);
    EXPECT_EQ(taken.authority, "login.chinacloudapi.cn");
    EXPECT_EQ(taken.additionally_allowed_tenants, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(taken.tenants_asked_for, other_tenants::as_listed);
    const auto kept = with_environment({.authority = "mine", .additionally_allowed_tenants = {"c"}}, machine);
    EXPECT_EQ(kept.authority, "mine");
    EXPECT_EQ(kept.additionally_allowed_tenants, std::vector<std::string>{"c"});
}

TEST(EntraOptions, NameTheRuleThatATenantBreaks)
{
    EXPECT_TRUE(check_tenant("72f988bf-86f1-41af-91ab-2d7cd011db47"));
    EXPECT_TRUE(check_tenant("contoso.onmicrosoft.com"));
    for (const char* tenant : {"", "a/b", "a b", "ä", "a?b", "a_b"}) {
        const auto checked = check_tenant(tenant);
        ASSERT_FALSE(checked) << tenant;
        EXPECT_NE(checked.error().detail.find("letters, digits, `.` and `-`"), std::string::npos);
    }
}

TEST(EntraOptions, KeepTheConfiguredTenantUnlessAnotherIsAllowed)
{
    EXPECT_EQ(choose_tenant("mine", "", {}).value(), "mine");
    EXPECT_EQ(choose_tenant("mine", "MINE", {}).value(), "mine");
    EXPECT_EQ(choose_tenant("mine", "other", {}).error().code, errc::invalid_input);
    EXPECT_EQ(choose_tenant("mine", "other", {.additionally_allowed_tenants = {"third"}}).error().code,
              errc::invalid_input);
    EXPECT_EQ(choose_tenant("mine", "other", {.additionally_allowed_tenants = {"Other"}}).value(), "other");
    EXPECT_EQ(choose_tenant("mine", "other", {.additionally_allowed_tenants = {"*"}}).value(), "other");
    EXPECT_EQ(choose_tenant("mine", "o/o", {.additionally_allowed_tenants = {"*"}}).error().code,
              errc::invalid_input);
}

TEST(EntraOptions, IgnoreTheTenantAskedForWithAdfs)
{
    EXPECT_EQ(choose_tenant("adfs", "other", {}).value(), "adfs");
}

TEST(EntraOptions, IgnoreTheTenantAskedForWhenOthersAreSwitchedOff)
{
    scripted_host machine;
    for (const char* value : {"1", "true", "TRUE"}) {
        machine.variables["AZURE_IDENTITY_DISABLE_MULTITENANTAUTH"] = value;
        const auto options = with_environment({.additionally_allowed_tenants = {"*"}}, machine);
        EXPECT_EQ(choose_tenant("mine", "other", options).value(), "mine") << value;
    }
    machine.variables["AZURE_IDENTITY_DISABLE_MULTITENANTAUTH"] = "0";
    const auto options = with_environment({.additionally_allowed_tenants = {"*"}}, machine);
    EXPECT_EQ(choose_tenant("mine", "other", options).value(), "other");
}

}  // namespace
}  // namespace parley::identity
