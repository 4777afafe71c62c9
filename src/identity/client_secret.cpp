#include "identity/client_secret.hpp"

#include "identity/detail/token_endpoint.hpp"

namespace parley::identity {
namespace {

class client_secret_credential final : public token_credential {
public:
    client_secret_credential(token_endpoint endpoint, secret client_secret)
        : endpoint_(std::move(endpoint)), client_secret_(std::move(client_secret))
    {
    }

    std::string_view name() const override { return "ClientSecretCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        proof shown;
        shown.push_back({"client_secret", client_secret_});
        co_return co_await endpoint_.ask(std::move(request), std::move(shown), until);
    }

private:
    token_endpoint endpoint_;
    secret client_secret_;
};

}  // namespace

result<std::unique_ptr<token_credential>> make_client_secret_credential(const host& machine,
                                                                        client_secret_options options)
{
    application who{std::move(options.tenant), std::move(options.client_id)};
    auto endpoint = token_endpoint::make(machine, std::move(who), options.entra);
    if (!endpoint) return endpoint.error();
    if (options.client_secret.empty())
        return error{errc::invalid_input, "the client secret is empty (AZURE_CLIENT_SECRET)"};
    return std::make_unique<client_secret_credential>(std::move(*endpoint), std::move(options.client_secret));
}

}  // namespace parley::identity
