// A YAML or JSON text as the settings of the login endpoints, for `--identity` and the control plane.
#pragma once

#include "mock/fixtures/document.hpp"
#include "mock/identity/login_settings.hpp"

namespace parley::mock {

struct login_read {
    login_settings settings = {};
    std::vector<mistake> mistakes = {};  // when there are any, `settings` are not to be used
};

// `base` holds where the text says nothing. All mistakes are told, each with its line.
login_read read_logins(std::string_view text, const std::string& file, login_settings base);

}  // namespace parley::mock
