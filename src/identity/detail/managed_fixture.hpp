// For the tests of managed identity: one credential on a scripted machine.
#pragma once

#include "base/run_on_loop.hpp"
#include "identity/managed_identity.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity::testing {

inline constexpr auto good_answer =
    R"({"access_token":"opaque-token","expires_in":"86400","token_type":"Bearer"})";

class managed_fixture : public ::testing::Test {
protected:
    managed_fixture() { machine.files.emplace(agent, error{errc::not_found, "no such file"}); }

    // How the credential is asked: for `scope`, by an application unless the test says otherwise.
    result<access_token> ask(managed_identity_options options = {}, asked_by origin = asked_by::application)
    {
        auto made = make_managed_identity(machine, std::move(options));
        if (!made) return made.error();
        return ask(**made, origin);
    }

    result<access_token> ask(token_credential& credential, asked_by origin)
    {
        token_request request{.scopes = scopes, .origin = origin};
        asio::io_context loop;
        // Held in a vector, as a result of a token has no empty state to begin with.
        std::vector<result<access_token>> outcome;
        asio::co_spawn(loop, credential.get_token(std::move(request), machine.steady_now() + patience),
                       [&](std::exception_ptr thrown, result<access_token> got) {
                           if (thrown) std::rethrow_exception(thrown);
                           outcome.push_back(std::move(got));
                       });
        loop.run();
        return std::move(outcome.at(0));
    }

    result<access_token> ask_in_a_chain(managed_identity_options options = {})
    {
        return ask(std::move(options), asked_by::chain);
    }

    void answer(unsigned status, std::string body, http::fields headers = {})
    {
        machine.answers.push_back({json_answer(status, std::move(body), std::move(headers))});
    }

    void fail(errc code) { machine.answers.push_back({error{code, "as the script says"}}); }

    static managed_identity_options by(selector_kind kind, std::string id)
    {
        managed_identity_options options;
        options.user_assigned = identity_selector{kind, std::move(id)};
        return options;
    }

    std::string header(std::size_t call, std::string_view name) const
    {
        return std::string(machine.calls.at(call).headers.find(name).value_or("(none)"));
    }

    static constexpr auto agent = "/opt/azcmagent/bin/himds";

    scripted_host machine;
    std::vector<std::string> scopes = {"https://cognitiveservices.azure.com/.default"};
    std::chrono::seconds patience{90};
};

}  // namespace parley::identity::testing
