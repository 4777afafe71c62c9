#include "identity/client_assertion.hpp"

#include "identity/detail/token_endpoint.hpp"

namespace parley::identity {
namespace {

class client_assertion_credential final : public token_credential {
public:
    client_assertion_credential(token_endpoint endpoint, assertion_source source)
        : endpoint_(std::move(endpoint)), source_(std::move(source))
    {
    }

    std::string_view name() const override { return "ClientAssertionCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        auto assertion = co_await source_(until);
        if (!assertion) co_return assertion.error();
        auto shown = assertion_proof(std::move(*assertion));
        co_return co_await endpoint_.ask(std::move(request), std::move(shown), until);
    }

private:
    token_endpoint endpoint_;
    assertion_source source_;
};

}  // namespace

result<std::unique_ptr<token_credential>> make_client_assertion_credential(const host& machine,
                                                                           client_assertion_options options,
                                                                           assertion_source source)
{
    application who{std::move(options.tenant), std::move(options.client_id)};
    auto endpoint = token_endpoint::make(machine, std::move(who), options.entra);
    if (!endpoint) return endpoint.error();
    return std::make_unique<client_assertion_credential>(std::move(*endpoint), std::move(source));
}

}  // namespace parley::identity
