#include "identity/environment.hpp"

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "identity/testing/application_keys.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace testing;
using namespace std::chrono_literals;

constexpr const char* token_body = R"({"expires_in":3599,"access_token":"a-token"})";

result<access_token> ask(scripted_host& machine, kept_log& log)
{
    auto credential = make_environment_credential(machine, log);
    if (!credential) return credential.error();
    EXPECT_EQ((*credential)->name(), "EnvironmentCredential");
    asio::io_context loop;
    token_request request{.scopes = {"https://search.azure.com/.default"}};
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + 90s));
}

result<access_token> ask(scripted_host& machine)
{
    kept_log log;
    return ask(machine, log);
}

void set_up(scripted_host& machine)
{
    machine.variables = {{"AZURE_TENANT_ID", "mine"}, {"AZURE_CLIENT_ID", "app-1"}};
    machine.files.insert_or_assign("/app.pem", pem(certificate_of(rsa_key())) + pkcs8(rsa_key()));
    machine.answers = {{json_answer(200, token_body)}};
}

TEST(EnvironmentCredential, UsesASecret)
{
    scripted_host machine;
    set_up(machine);
    machine.variables["AZURE_CLIENT_SECRET"] = "s3cret";
    EXPECT_TRUE(ask(machine));
    EXPECT_TRUE(machine.calls.at(0).body.ends_with("&client_secret=s3cret"));
}

TEST(EnvironmentCredential, UsesACertificate)
{
    scripted_host machine;
    set_up(machine);
    machine.variables["AZURE_CLIENT_CERTIFICATE_PATH"] = "/app.pem";
    EXPECT_TRUE(ask(machine));
    EXPECT_NE(machine.calls.at(0).body.find("&client_assertion=eyJ"), std::string::npos);
}

TEST(EnvironmentCredential, OpensACertificateWithItsPassword)
{
    scripted_host machine;
    set_up(machine);
    machine.files.insert_or_assign("/app.pem",
                                   pem(certificate_of(rsa_key())) + encrypted_pkcs8(rsa_key(), "password"));
    machine.variables["AZURE_CLIENT_CERTIFICATE_PATH"] = "/app.pem";
    machine.variables["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = "password";
    EXPECT_TRUE(ask(machine));
}

TEST(EnvironmentCredential, SendsTheCertificateChainWhenItIsWished)
{
    std::size_t plain_bytes = 0;
    for (const char* value : {"", "0", "false", "1", "true", "True"}) {
        scripted_host machine;
        set_up(machine);
        machine.variables["AZURE_CLIENT_CERTIFICATE_PATH"] = "/app.pem";
        machine.variables["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] = value;
        ASSERT_TRUE(ask(machine));
        const auto bytes = machine.calls.at(0).body.size();
        if (plain_bytes == 0) plain_bytes = bytes;
        const bool yes = std::string_view(value) == "1" || std::string_view(value).ends_with("rue");
        EXPECT_EQ(bytes > plain_bytes, yes) << value;
    }
}

TEST(EnvironmentCredential, PrefersTheSecretToTheCertificate)
{
    scripted_host machine;
    set_up(machine);
    machine.variables["AZURE_CLIENT_SECRET"] = "s3cret";
    machine.variables["AZURE_CLIENT_CERTIFICATE_PATH"] = "/nowhere.pem";
    EXPECT_TRUE(ask(machine));
    EXPECT_TRUE(machine.calls.at(0).body.ends_with("&client_secret=s3cret"));
}

TEST(EnvironmentCredential, NamesWhatIsMissingOfEachSubset)
{
    const std::string proof = "AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH";
    for (int subset = 0; subset < 7; ++subset) {
        scripted_host machine;
        std::string missing;
        const auto take = [&](int bit, const char* name, const std::string& words) {
            machine.variables[name] = (subset & bit) != 0 ? "x" : "";
            if ((subset & bit) == 0) missing += (missing.empty() ? "" : ", ") + words;
        };
        take(1, "AZURE_TENANT_ID", "AZURE_TENANT_ID");
        take(2, "AZURE_CLIENT_ID", "AZURE_CLIENT_ID");
        take(4, "AZURE_CLIENT_SECRET", proof);
        const auto problem = ask(machine).error();
        EXPECT_EQ(problem.code, errc::credential_unavailable);
        EXPECT_EQ(problem.detail, "not set: " + missing);
    }
}

TEST(EnvironmentCredential, SaysThatUserNamesAreNotSupported)
{
    scripted_host machine;
    set_up(machine);
    machine.variables["AZURE_USERNAME"] = "me@example.com";
    machine.variables["AZURE_PASSWORD"] = "p4ssword";
    const auto problem = ask(machine).error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_TRUE(problem.detail.ends_with("(AZURE_USERNAME is not supported)")) << problem.detail;
}

TEST(EnvironmentCredential, FailsWhenWhatIsSetCannotBeRight)
{
    scripted_host machine;
    set_up(machine);
    machine.variables["AZURE_CLIENT_CERTIFICATE_PATH"] = "/nowhere.pem";
    EXPECT_EQ(ask(machine).error().code, errc::authentication_failed);
    machine.variables["AZURE_CLIENT_SECRET"] = "s3cret";
    machine.variables["AZURE_TENANT_ID"] = "a/b";
    EXPECT_EQ(ask(machine).error().code, errc::authentication_failed);
    machine.variables["AZURE_TENANT_ID"] = "mine";
    machine.variables["AZURE_AUTHORITY_HOST"] = "http://login.example";
    EXPECT_EQ(ask(machine).error().code, errc::authentication_failed);
}

TEST(EnvironmentCredential, LogsTheNamesOfVariablesAndNoValue)
{
    scripted_host machine;
    kept_log log;
    set_up(machine);
    machine.variables["AZURE_CLIENT_SECRET"] = "s3cret";
    EXPECT_TRUE(ask(machine, log));
    EXPECT_EQ(log.lines(),
              "environment_credential found=AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET\n");
}

}  // namespace
}  // namespace parley::identity
