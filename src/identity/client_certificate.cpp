#include "identity/client_certificate.hpp"

#include "identity/detail/random_uuid.hpp"
#include "identity/detail/signed_assertion.hpp"
#include "identity/detail/token_endpoint.hpp"

namespace parley::identity {
namespace {

constexpr std::size_t file_bytes_max = 256 * 1024;

class client_certificate_credential final : public token_credential {
public:
    client_certificate_credential(token_endpoint endpoint, application_certificate certificate,
                                  certificate_chain chain)
        : endpoint_(std::move(endpoint)), certificate_(std::move(certificate)), chain_(chain)
    {
    }

    std::string_view name() const override { return "ClientCertificateCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        auto assertion = sign(request);
        if (!assertion) co_return assertion.error();
        auto shown = assertion_proof(std::move(*assertion));
        co_return co_await endpoint_.ask(std::move(request), std::move(shown), until);
    }

private:
    // One signature takes about a millisecond, once an hour: not worth a hop to the blocking pool.
    result<secret> sign(const token_request& request) const
    {
        auto audience = endpoint_.url_for(request);
        if (!audience) return audience.error();
        const bool adfs = endpoint_.who().tenant == "adfs";
        return sign_assertion(certificate_,
                              {.audience = std::move(*audience),
                               .client_id = endpoint_.who().client_id,
                               .id = random_uuid(endpoint_.machine()),
                               .now = endpoint_.machine().wall_now(),
                               .chain = chain_,
                               .dialect = adfs ? assertion_dialect::adfs : assertion_dialect::entra});
    }

    token_endpoint endpoint_;
    application_certificate certificate_;
    certificate_chain chain_;
};

}  // namespace

result<std::unique_ptr<token_credential>> make_client_certificate_credential(
    const host& machine, client_certificate_options options)
{
    application who{std::move(options.tenant), std::move(options.client_id)};
    auto endpoint = token_endpoint::make(machine, std::move(who), options.entra);
    if (!endpoint) return endpoint.error();
    const auto bytes = machine.read_file(options.file, file_bytes_max);
    if (!bytes)
        return error{bytes.error().code, "the client certificate cannot be read: " + bytes.error().detail};
    auto certificate = application_certificate::read(*bytes, options.password);
    if (!certificate)
        return error{certificate.error().code, options.file.string() + ": " + certificate.error().detail};
    return std::make_unique<client_certificate_credential>(std::move(*endpoint), std::move(*certificate),
                                                           options.chain);
}

}  // namespace parley::identity
