// The page of tests/golden/axe, whose texts axe-playwright-python wrote.
#pragma once

#include "audit/results.hpp"
#include "base/whole_file.hpp"

namespace parley::audit {

inline std::string golden(const std::string& name)
{
    return read_whole_file(PARLEY_SOURCE_DIR "/tests/golden/axe/" + name).value();
}

inline page_results golden_page()
{
    return read_results(golden("page.json")).value();
}

// A page with these violations and no JSON of its own.
inline page_results page_with(const std::vector<finding>& violations)
{
    page_results page;
    page.violations = violations;
    return page;
}

inline finding violation_of(std::string rule, impact weight, std::size_t elements)
{
    return {.rule = std::move(rule),
            .description = "What it asks for",
            .help = "What to do",
            .help_url = "https://help.example/",
            .weight = weight,
            .tags = {"wcag2a"},
            .nodes = std::vector<node>(elements, node{{"p"}, "<p></p>", {"It is wrong"}, ""})};
}

}  // namespace parley::audit
