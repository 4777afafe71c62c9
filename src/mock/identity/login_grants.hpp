// What the login of a person leaves behind for its next step: codes, devices that wait, refresh tokens.
//
// Belongs to one loop. Limits: 1000 of each; the oldest go first.
#pragma once

#include "mock/identity/login_texts.hpp"

#include <algorithm>
#include <deque>

namespace parley::mock {

// Who logged in, with which application, for what.
struct granted {
    person who;
    std::string tenant;
    std::string client_id;
    std::string scope;
    std::string nonce = {};  // that the id token repeats
};

struct login_code {
    granted to;
    std::string redirect_uri;
    std::string challenge;         // of PKCE; empty: none
    std::string challenge_method;  // `S256` or `plain`
    login_time ends;
    enum class state { fresh, redeemed } is = state::fresh;
};

struct device_login {
    granted to;  // who it is, once it is approved
    std::string user_code;
    login_time ends;
    std::chrono::seconds interval;
    std::optional<login_time> polled = {};
    device_decision decision = device_decision::wait;
};

struct refresh_grant {
    granted to;
    login_time ends;
};

// The last so many of a kind, by the text that a client shows.
template <class T>
class kept_grants {
public:
    void add(std::string key, T value)
    {
        if (all_.size() == most) all_.pop_front();
        all_.emplace_back(std::move(key), std::move(value));
    }

    T* find(std::string_view key)
    {
        const auto at =
            std::ranges::find(all_, key, [](const auto& each) { return std::string_view(each.first); });
        return at == all_.end() ? nullptr : &at->second;
    }

    void remove(std::string_view key)
    {
        std::erase_if(all_, [key](const auto& each) { return each.first == key; });
    }

    auto begin() { return all_.begin(); }
    auto end() { return all_.end(); }

private:
    static constexpr std::size_t most = 1000;
    std::deque<std::pair<std::string, T>> all_;
};

struct login_grants {
    kept_grants<login_code> codes = {};
    kept_grants<device_login> devices = {};
    kept_grants<refresh_grant> refresh_tokens = {};
};

}  // namespace parley::mock
