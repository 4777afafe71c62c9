// Which browser: by the name that people, reports and snapshots have for it.
#pragma once

#include <optional>
#include <string_view>

namespace parley::audit {

enum class browser_kind { chromium, firefox };

constexpr std::string_view name_of(browser_kind kind)
{
    return kind == browser_kind::firefox ? "firefox" : "chromium";
}

constexpr std::optional<browser_kind> browser_named(std::string_view name)
{
    for (const auto kind : {browser_kind::chromium, browser_kind::firefox})
        if (name_of(kind) == name) return kind;
    return std::nullopt;
}

}  // namespace parley::audit
