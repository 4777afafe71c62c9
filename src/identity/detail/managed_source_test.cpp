#include "identity/detail/managed_source.hpp"

#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

managed_source found_with(const std::vector<std::string>& variables)
{
    testing::scripted_host machine;
    for (const auto& name : variables) machine.variables[name] = "http://localhost/";
    return find_managed_source(machine);
}

TEST(ManagedSource, IsImdsWhenNothingElseIsAnnounced)
{
    EXPECT_EQ(found_with({}), managed_source::imds);
    EXPECT_EQ(found_with({"IDENTITY_ENDPOINT"}), managed_source::imds);
    EXPECT_EQ(found_with({"IDENTITY_HEADER"}), managed_source::imds);
    EXPECT_EQ(found_with({"IMDS_ENDPOINT"}), managed_source::imds);
    EXPECT_EQ(found_with({"MSI_SECRET"}), managed_source::imds);
}

TEST(ManagedSource, IsAppServiceWithEndpointAndHeader)
{
    EXPECT_EQ(found_with({"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}), managed_source::app_service);
}

TEST(ManagedSource, IsServiceFabricWithAThumbprintBesides)
{
    EXPECT_EQ(found_with({"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT"}),
              managed_source::service_fabric);
}

TEST(ManagedSource, IsAzureMlWithASecretAndCloudShellWithout)
{
    EXPECT_EQ(found_with({"MSI_ENDPOINT", "MSI_SECRET"}), managed_source::machine_learning);
    EXPECT_EQ(found_with({"MSI_ENDPOINT"}), managed_source::cloud_shell);
}

TEST(ManagedSource, IsArcWithBothEndpoints)
{
    EXPECT_EQ(found_with({"IDENTITY_ENDPOINT", "IMDS_ENDPOINT"}), managed_source::arc);
}

TEST(ManagedSource, TakesTheFirstThatMatches)
{
    EXPECT_EQ(
        found_with({"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET", "IMDS_ENDPOINT"}),
        managed_source::app_service);
    EXPECT_EQ(found_with({"MSI_ENDPOINT", "IDENTITY_ENDPOINT", "IMDS_ENDPOINT"}),
              managed_source::cloud_shell);
}

TEST(ManagedSource, IsArcWhereItsAgentIsInstalled)
{
    testing::scripted_host machine;
    machine.files.emplace("/opt/azcmagent/bin/himds", error{errc::too_large, "a large program"});
    EXPECT_EQ(find_managed_source(machine), managed_source::arc);
    machine.variables["MSI_ENDPOINT"] = "http://localhost/";
    EXPECT_EQ(find_managed_source(machine), managed_source::cloud_shell);
}

}  // namespace
}  // namespace parley::identity
