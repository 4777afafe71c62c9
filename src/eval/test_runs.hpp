// For tests: runs of a line or two.
#pragma once

#include "eval/run.hpp"

#include <utility>

namespace parley::eval {

// One that cites nothing is a refusal.
inline judged_question judged(std::string id, std::vector<std::string> relevant,
                              std::vector<std::string> ranking, std::vector<std::string> cited)
{
    judged_question made;
    made.asked = {id, "Question " + id + "?", std::move(relevant), {}};
    made.seen.sources = ranking;
    made.seen.ranking = std::move(ranking);
    made.seen.is_refusal = cited.empty();
    made.seen.cited = std::move(cited);
    made.made = judge(made.asked, made.seen);
    return made;
}

inline run run_of(std::vector<judged_question> questions)
{
    run made{.writer = "extracts", .top = 5, .planned = questions.size()};
    made.judged = std::move(questions);
    return made;
}

}  // namespace parley::eval
