// How the report for people looks: light and dark, wide and narrow, on paper.
#pragma once

#include <string_view>

namespace parley::audit {

// Without a script: what an unchecked box hides is said by `:has()`.
inline constexpr std::string_view html_style = R"css(
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #ffffff; --soft: #f1f2f6;
  --line: #767a85; --link: #0b4fb3;
  --critical: #9b0016; --serious: #a03000; --moderate: #6a4b00; --minor: #33508f; --none: #4a4a52; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececf1; --paper: #16171b; --soft: #24262d; --line: #8d919c; --link: #9cc4ff;
    --critical: #ff9aa2; --serious: #ffb38a; --moderate: #f2d16b; --minor: #a9c4ff; --none: #c4c4cc; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2rem; }
h3 { font-size: 1.1rem; margin-bottom: 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul, fieldset { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .25rem 0; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem 1rem; }
label { display: inline-flex; align-items: center; gap: .4rem; min-height: 1.75rem; }
input { width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--link); }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .4rem; }
summary { padding: .5rem .75rem; cursor: pointer; background: var(--soft); border-radius: .4rem; }
details > :not(summary) { margin: .5rem .75rem; }
ol, ul { padding-left: 1.5rem; }
pre, code { font: .9rem/1.4 ui-monospace, monospace; }
pre { margin: .25rem 0; padding: .5rem; background: var(--soft); white-space: pre-wrap; }
img { max-width: 100%; border: 1px solid var(--line); }
.impact { font-weight: bold; }
.critical .impact { color: var(--critical); } .serious .impact { color: var(--serious); }
.moderate .impact { color: var(--moderate); } .minor .impact { color: var(--minor); }
.failed { border-left: .4rem solid var(--critical); padding-left: .75rem; }
body:has(#show-critical:not(:checked)) .critical, body:has(#show-serious:not(:checked)) .serious,
body:has(#show-moderate:not(:checked)) .moderate, body:has(#show-minor:not(:checked)) .minor,
body:has(#show-none:not(:checked)) .none { display: none; }
@media print { nav, fieldset { display: none; } }
)css";

}  // namespace parley::audit
