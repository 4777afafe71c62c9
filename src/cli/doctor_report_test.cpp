#include "cli/doctor_report.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

const std::vector<doctor::finding> two = {
    {"token", doctor::verdict::good, "az gave a token", {}},
    {"role", doctor::verdict::bad, "it lacks a role", {"az role assignment create", "resource r {\n}"}}};

TEST(DoctorReport, PutsWhatToTypeBelowTheSentence)
{
    EXPECT_EQ(findings_text(two),
              "good  token: az gave a token\n"
              "bad  role: it lacks a role\n"
              "\n    az role assignment create\n"
              "\n    resource r {\n    }\n"
              "\n");
}

TEST(DoctorReport, IsOneObjectPerLineForMachines)
{
    EXPECT_EQ(findings_json(two),
              R"({"check":"token","outcome":"good","sentence":"az gave a token","fixes":[]})"
              "\n"
              R"({"check":"role","outcome":"bad","sentence":"it lacks a role","fixes":)"
              R"(["az role assignment create","resource r {\n}"]})"
              "\n");
}

}  // namespace
}  // namespace parley::cli
