#include "doctor/role_advice.hpp"

#include <gtest/gtest.h>

namespace parley::doctor {
namespace {

using openai::openai_user;

constexpr std::string_view host = "contoso.openai.azure.com";

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

TEST(RoleAdvice, LeavesAPlaceForAnIdThatIsNotKnown)
{
    EXPECT_TRUE(holds(role_command(openai_user, {}, host), "--assignee-object-id OBJECT_ID --scope"));
    EXPECT_FALSE(holds(role_bicep(openai_user, {}), "principalType"));
}

// The id comes out of a token that nobody has verified.
TEST(RoleAdvice, PutsNothingIntoAShellLineThatIsNoId)
{
    for (const auto* id : {"$(id)", "22222222-2222-2222-2222-22222222222", "", "'; rm",
                           "2222222g-2222-2222-2222-222222222222"})
        EXPECT_TRUE(holds(role_command(openai_user, {id, {}}, host), "object-id OBJECT_ID ")) << id;
}

// An account of kind AIServices is listed under cognitiveservices.azure.com, whichever host is asked.
TEST(RoleAdvice, FindsTheAccountByItsNameAndNotByOneOfItsHosts)
{
    EXPECT_TRUE(holds(role_command(openai_user, {}, host), "contains(properties.endpoint, '//contoso.')"));
}

TEST(RoleAdvice, LeavesAPlaceForTheNameBehindAHostThatIsNotItsOwn)
{
    for (const auto* other : {"127.0.0.1", "gateway.example", "eastus.api.cognitive.microsoft.com"})
        EXPECT_EQ(resource_name(other), "NAME") << other;
    EXPECT_EQ(resource_name("n-1.cognitiveservices.azure.us"), "n-1");
}

TEST(RoleAdvice, NamesTheRoleOfAProjectForItsScope)
{
    EXPECT_EQ(openai::role_for("https://ai.azure.com/.default").name, "Azure AI User");
    EXPECT_EQ(openai::role_for("https://cognitiveservices.azure.com/.default").name, openai_user.name);
}

}  // namespace
}  // namespace parley::doctor
