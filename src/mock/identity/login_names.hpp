// What files and reports call the choices of login_settings.hpp.
#pragma once

#include "mock/identity/login_settings.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace parley::mock {

inline constexpr std::array<std::pair<std::string_view, login_source>, login_sources> login_source_names = {{
    {"entra", login_source::entra},
    {"imds", login_source::imds},
    {"app_service", login_source::app_service},
    {"azure_ml", login_source::azure_ml},
    {"cloud_shell", login_source::cloud_shell},
    {"arc", login_source::arc},
    {"discovery", login_source::discovery},
    {"authorize", login_source::authorize},
    {"device_code", login_source::device_code},
}};

inline constexpr std::array<std::pair<std::string_view, token_flaw>, 9> token_flaw_names = {{
    {"expired", token_flaw::expired},
    {"not_yet_valid", token_flaw::not_yet_valid},
    {"wrong_audience", token_flaw::wrong_audience},
    {"wrong_issuer", token_flaw::wrong_issuer},
    {"wrong_tenant", token_flaw::wrong_tenant},
    {"bad_signature", token_flaw::bad_signature},
    {"unknown_key", token_flaw::unknown_key},
    {"opaque", token_flaw::opaque},
    {"missing", token_flaw::missing},
}};

inline constexpr std::array<std::pair<std::string_view, expiry_form>, 6> expiry_form_names = {{
    {"number", expiry_form::number},
    {"text", expiry_form::text},
    {"date", expiry_form::date},
    {"date_am_pm", expiry_form::date_am_pm},
    {"rfc3339", expiry_form::rfc3339},
    {"missing", expiry_form::missing},
}};

inline constexpr std::array<std::pair<std::string_view, device_decision>, 3> device_decision_names = {{
    {"wait", device_decision::wait},
    {"approve", device_decision::approve},
    {"decline", device_decision::decline},
}};

inline constexpr std::array<std::pair<std::string_view, login_fault::ending>, 3> login_ending_names = {{
    {"close", login_fault::ending::close},
    {"reset", login_fault::ending::reset},
    {"stall", login_fault::ending::stall},
}};

// The name of a choice in one of these lists.
template <class T, std::size_t count>
constexpr std::string_view name_of(const std::array<std::pair<std::string_view, T>, count>& names, T choice)
{
    for (const auto& [name, each] : names)
        if (each == choice) return name;
    return {};
}

constexpr std::string_view name_of(login_source source)
{
    return login_source_names[static_cast<std::size_t>(source)].first;
}

}  // namespace parley::mock
