// For tests: events of one answer, as rag/ sends them.
#pragma once

#include "rag/event.hpp"

namespace parley::server {

inline rag::sources_event two_sources()
{
    rag::sources_event sources;
    sources.passages = {
        {"c1", "handbook.pdf", "handbook.pdf#page=3", 3, "Leave", "", "You have 25 days\nof leave.", 2.5},
        {"c2", "handbook.pdf", "handbook.pdf#page=3", 3, "Leave", "", "Ask your lead.", 1.5},
        {"c3", "notes.md", "notes.md", 0, "", "", "Leave is “earned”.", 1.0},
    };
    sources.thoughts = {
        {"Search results", "3 passages", {{"top", 5}, {"use_text_search", true}, {"filter", {}}}},
        {"Prompt to generate answer", "", {}}};
    return sources;
}

}  // namespace parley::server
