// Tells each finding of a content filter once, however many chunks repeat it.
#pragma once

#include "openai/chat_piece.hpp"

#include <algorithm>
#include <utility>

namespace parley::openai {

class known_findings {
public:
    void add(std::vector<filter_finding>& found, chat_piece& piece)
    {
        for (auto& finding : found) {
            if (std::ranges::find(known_, finding) != known_.end()) continue;
            known_.push_back(finding);
            piece.findings.push_back(std::move(finding));
        }
    }

private:
    std::vector<filter_finding> known_;
};

}  // namespace parley::openai
