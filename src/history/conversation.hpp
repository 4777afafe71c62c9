// What the history keeps: turns of conversations, and feedback on answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::history {

// A question and its whole answer. Never changes once it is stored.
struct turn {
    std::string run_id;  // of the answer; empty when whoever added the turn did not know it
    std::string question;
    std::string answer;
    std::string context;  // what came with the answer, as JSON; not read here
};

struct summary {
    std::string id;
    std::string title;
    std::int64_t changed_ms = 0;  // when its latest turn came, since 1970
};

struct page {
    std::vector<summary> newest_first;
    std::optional<std::int64_t> next;  // where the next page begins; nothing: this was the last
};

struct conversation {
    summary about;
    std::vector<turn> turns;  // oldest first
};

enum class rating { up, down };

constexpr std::string_view name_of(rating given)
{
    return given == rating::up ? "up" : "down";
}

struct feedback {
    std::string run_id;
    rating rated = rating::up;
    std::string category;  // may be empty
    std::string comment;   // may be empty
};

}  // namespace parley::history
