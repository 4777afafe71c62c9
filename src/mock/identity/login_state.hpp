// What the login endpoints of one mock share: settings, keys, and how often each was asked.
//
// Belongs to one loop.
#pragma once

#include "base/error.hpp"
#include "http/message.hpp"
#include "mock/identity/login_grants.hpp"
#include "mock/identity/login_settings.hpp"
#include "mock/identity/login_texts.hpp"
#include "mock/identity/signing_keys.hpp"

#include <boost/asio/thread_pool.hpp>

#include <array>
#include <filesystem>
#include <functional>

namespace parley::mock {

// Azure Arc proves that who asks may read a file; the mock itself touches no disk.
using key_file_writer = std::function<result<void>(const std::filesystem::path&, const std::string& key)>;

struct login_state {
    login_settings settings = {};
    signing_keys keys = {};
    std::uint64_t seed = 0;
    std::uint16_t tls_port = 0;                    // whoever came to it is told https addresses
    boost::asio::thread_pool* blocking = nullptr;  // where keys are made; without it, on the loop
    key_file_writer write_key = {};                // without it Arc has no challenge to give
    std::string arc_key = {};                      // empty: none has been made
    std::array<std::size_t, login_sources> asked = {};
    std::vector<std::size_t> met = {};    // by rule: requests of its place
    std::vector<std::size_t> fired = {};  // by rule: requests that it was for
    login_grants grants = {};

    // Rules begin to count anew, and logins that are half done go on.
    void change(login_settings next)
    {
        settings = std::move(next);
        met.clear();
        fired.clear();
    }

    // As at the start: nobody has logged in.
    void use(login_settings next)
    {
        change(std::move(next));
        grants = {};
    }

    // The rule for a request that has come in at `at`, or nullptr.
    const login_fault* next_fault(login_source at)
    {
        met.resize(settings.faults.size());
        fired.resize(settings.faults.size());
        const login_fault* chosen = nullptr;
        for (std::size_t i = 0; i < met.size(); ++i) {
            const auto& rule = settings.faults[i];
            if (rule.at && *rule.at != at) continue;
            const auto before = met[i]++;
            const bool is_due = before >= rule.after && (!rule.times || before < rule.after + *rule.times);
            if (!is_due || chosen != nullptr) continue;
            chosen = &rule;
            ++fired[i];
        }
        return chosen;
    }

    // A sentence for each rule that was for no request.
    std::vector<std::string> never_failed() const
    {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < settings.faults.size(); ++i)
            if ((i >= fired.size() || fired[i] == 0) && settings.faults[i].times != 0U)
                all.push_back("Fault " + std::to_string(i + 1) +
                              " of the logins met no request: mend its `at` and `after`, or leave it out.");
        return all;
    }
};

// One request for a token, or for what is known about tokens.
struct login_call {
    const http::request& from;
    login_source at;
    login_time now;
    std::string base_url;  // by which the client calls us, without a slash at its end
    token_flaw flaw = token_flaw::none;
    std::uint64_t number = 0;
};

// Where requests for `from` are to be sent: by its Host field.
std::string base_url_of(const login_state& with, const http::request& from);

}  // namespace parley::mock
