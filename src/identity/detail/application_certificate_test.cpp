#include "identity/detail/application_certificate.hpp"

#include "identity/testing/application_keys.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <unistd.h>

namespace parley::identity {
namespace {

using namespace testing;

std::string own_pem()
{
    return pem(certificate_of(rsa_key()));
}

std::string problem_of(std::string_view bytes, const char* password = "")
{
    const auto read = application_certificate::read(bytes, secret(password));
    if (read) return "";
    EXPECT_EQ(read.error().code, errc::invalid_input);
    EXPECT_EQ(ERR_peek_error(), 0U);  // or the next user of OpenSSL on this thread would find it
    return read.error().detail;
}

bool is_signed_by(const key_ptr& key, std::string_view text, std::string_view signature, int padding)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> checker(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* context = nullptr;
    EVP_DigestVerifyInit(checker.get(), &context, EVP_sha256(), nullptr, key.get());
    EVP_PKEY_CTX_set_rsa_padding(context, padding);
    if (padding == RSA_PKCS1_PSS_PADDING) EVP_PKEY_CTX_set_rsa_pss_saltlen(context, 32);
    return EVP_DigestVerify(checker.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                            text.size()) == 1;
}

TEST(ApplicationCertificate, IsReadFromEveryFormOfPem)
{
    const auto crlf = std::regex_replace(own_pem() + pkcs8(rsa_key()), std::regex("\n"), "\r\n");
    for (const auto& text :
         {own_pem() + pkcs8(rsa_key()), pkcs8(rsa_key()) + own_pem(), own_pem() + pkcs1(rsa_key()),
          pkcs1(rsa_key()) + own_pem(),
          "Bag Attributes\n  friendlyName: app\n" + own_pem() + "more words\n" + pkcs8(rsa_key()), crlf})
        EXPECT_EQ(problem_of(text), "") << text.substr(0, 40);
}

TEST(ApplicationCertificate, IsReadFromEncryptedPem)
{
    EXPECT_EQ(problem_of(own_pem() + encrypted_pkcs8(rsa_key(), "pässword"), "pässword"), "");
    EXPECT_EQ(problem_of(encrypted_pkcs1(rsa_key(), "password") + own_pem(), "password"), "");
}

TEST(ApplicationCertificate, IsReadFromPfx)
{
    const auto own = certificate_of(rsa_key());
    const auto other = certificate_of(other_rsa_key());
    EXPECT_EQ(problem_of(pfx(rsa_key().get(), own.get(), "password"), "password"), "");
    EXPECT_EQ(problem_of(pfx(rsa_key().get(), own.get(), "")), "");
    const auto whole =
        application_certificate::read(pfx(rsa_key().get(), own.get(), "p", other.get()), secret("p"));
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->chain(), (std::vector<std::string>{der(own), der(other)}));
}

// Encrypted with RC2, as older programs do: by the real one, because only it has that cipher at hand.
std::string pfx_of_old(const std::string& content, const std::string& password)
{
    const auto folder = std::filesystem::path(::testing::TempDir()) / ("pfx-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "app.pem") << content;
    const auto command = "cd '" + folder.string() +
                         "' && openssl pkcs12 -export -legacy -in app.pem -out app.pfx " +
                         "-passout 'pass:" + password + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::ifstream made(folder / "app.pfx", std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(made), {}};
    std::filesystem::remove_all(folder);
    return bytes;
}

TEST(ApplicationCertificate, IsReadFromAPfxOfAnOlderProgram)
{
    const auto own = certificate_of(rsa_key());
    const auto other = certificate_of(other_rsa_key());
    const auto old = pfx_of_old(pem(own) + pkcs8(rsa_key()) + pem(other), "password");
    const auto read = application_certificate::read(old, secret("password"));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->chain(), (std::vector<std::string>{der(own), der(other)}));
    const auto signature = read->sign("text", jwt_signature::ps256);
    ASSERT_TRUE(signature) << signature.error().detail;
    EXPECT_TRUE(is_signed_by(rsa_key(), "text", *signature, RSA_PKCS1_PSS_PADDING));
    EXPECT_EQ(ERR_peek_error(), 0U);
    EXPECT_NE(problem_of(old, "wrong").find("AZURE_CLIENT_CERTIFICATE_PASSWORD"), std::string::npos);
}

TEST(ApplicationCertificate, SaysHowToRenewAFileWhoseCipherIsNotInstalled)
{
    const auto old = pfx_of_old(own_pem() + pkcs8(rsa_key()), "password");
    setenv("OPENSSL_MODULES", "/nonexistent", 1);
    const auto problem = problem_of(old, "password");
    unsetenv("OPENSSL_MODULES");
    EXPECT_NE(problem.find("openssl pkcs12 -legacy -noenc -in OLD | openssl pkcs12 -export -out NEW"),
              std::string::npos)
        << problem;
}

TEST(ApplicationCertificate, OfSeveralIsTheOneThatBelongsToTheKey)
{
    const auto own = certificate_of(rsa_key());
    const auto other = certificate_of(other_rsa_key());
    const auto read = application_certificate::read(pem(other) + pem(own) + pkcs8(rsa_key()), {});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->chain(), (std::vector<std::string>{der(own), der(other)}));
}

TEST(ApplicationCertificate, RefusesAFileThatLacksAPart)
{
    const auto own = certificate_of(rsa_key());
    EXPECT_EQ(problem_of(""), "the client certificate file is empty");
    EXPECT_EQ(problem_of("hello"), "the client certificate file is neither PEM nor PFX");
    EXPECT_EQ(problem_of(own_pem()), "the client certificate file holds no private key");
    EXPECT_EQ(problem_of(pkcs8(rsa_key())),
              "the client certificate file holds a private key, but no certificate");
    EXPECT_EQ(problem_of(pfx(nullptr, own.get(), "p"), "p"),
              "the client certificate file holds no private key");
}

TEST(ApplicationCertificate, RefusesAKeyOfAnotherCertificate)
{
    EXPECT_EQ(problem_of(own_pem() + pkcs8(other_rsa_key())),
              "the client certificate file's private key belongs to none of its certificates");
}

TEST(ApplicationCertificate, RefusesAKeyThatIsNotRsa)
{
    const key_ptr curve(EVP_EC_gen("P-256"), EVP_PKEY_free);
    EXPECT_EQ(problem_of(pem(certificate_of(curve)) + pkcs8(curve)),
              "the client certificate has a key that is not RSA, which Entra does not take");
}

TEST(ApplicationCertificate, RefusesAWrongPasswordAndNamesTheVariableNotTheValue)
{
    const auto own = certificate_of(rsa_key());
    for (const char* password : {"", "wrong-one"}) {
        const auto of_pem = problem_of(own_pem() + encrypted_pkcs8(rsa_key(), "right"), password);
        const auto of_pfx = problem_of(pfx(rsa_key().get(), own.get(), "right"), password);
        for (const auto& problem : {of_pem, of_pfx}) {
            EXPECT_NE(problem.find("AZURE_CLIENT_CERTIFICATE_PASSWORD"), std::string::npos) << problem;
            EXPECT_EQ(problem.find("wrong-one"), std::string::npos) << problem;
        }
    }
}

TEST(ApplicationCertificate, RefusesAFileThatIsCutAnywhere)
{
    const auto own = certificate_of(rsa_key());
    const auto whole = pfx(rsa_key().get(), own.get(), "p");
    for (std::size_t size = 0; size < whole.size(); size += 97)
        EXPECT_NE(problem_of(std::string_view(whole).substr(0, size), "p"), "") << size;
    const auto text = own_pem() + pkcs8(rsa_key());
    for (std::size_t size = 0; size + 2 < text.size(); size += 97)
        EXPECT_NE(problem_of(std::string_view(text).substr(0, size)), "") << size;
}

TEST(ApplicationCertificate, SignsWithPssAndASaltAsLongAsTheDigest)
{
    const auto read = application_certificate::read(own_pem() + pkcs8(rsa_key()), {});
    ASSERT_TRUE(read);
    const auto signature = read->sign("text", jwt_signature::ps256);
    ASSERT_TRUE(signature);
    EXPECT_TRUE(is_signed_by(rsa_key(), "text", *signature, RSA_PKCS1_PSS_PADDING));
    EXPECT_FALSE(is_signed_by(rsa_key(), "texts", *signature, RSA_PKCS1_PSS_PADDING));
    EXPECT_FALSE(is_signed_by(other_rsa_key(), "text", *signature, RSA_PKCS1_PSS_PADDING));
}

TEST(ApplicationCertificate, SignsTheOlderWay)
{
    const auto read = application_certificate::read(own_pem() + pkcs8(rsa_key()), {});
    ASSERT_TRUE(read);
    EXPECT_TRUE(
        is_signed_by(rsa_key(), "text", read->sign("text", jwt_signature::rs256).value(), RSA_PKCS1_PADDING));
}

TEST(ApplicationCertificate, RefusesToSignWithAKeyThatIsTooShort)
{
    const key_ptr tiny(EVP_RSA_gen(512), EVP_PKEY_free);
    const auto read = application_certificate::read(pem(certificate_of(tiny)) + pkcs8(tiny), {});
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->sign("text", jwt_signature::ps256).error().code, errc::authentication_failed);
}

}  // namespace
}  // namespace parley::identity
