// What the options of `parley audit` say of one page: how it is shown, what happens on it first, what axe is
// asked, and how much may be wrong with it. Files that options name are read here.
#pragma once

#include "audit/page/plan.hpp"
#include "audit/verdict.hpp"
#include "base/settings.hpp"

namespace parley::cli {

struct audit_page_options {
    audit::page_plan plan;                // as everything but address and view say
    std::vector<audit::page_view> views;  // each is audited: every viewport in every colour scheme
    audit::thresholds limits;
    std::int64_t retries = 0;
    std::chrono::milliseconds interval{0};
};

// errc::invalid_input names the option, and never shows what is secret.
result<audit_page_options> read_page_options(const settings& values);

// "", or what tells a view from the others that are audited: "dark 390x844".
std::string name_of_view(const audit::page_view& view, const std::vector<audit::page_view>& among);

}  // namespace parley::cli
