// What went wrong in a run apart from requests that were missed: sentences without keys, the first 50.
#pragma once

#include "mock/redact.hpp"

#include <string>
#include <vector>

namespace parley::mock {

class problem_list {
public:
    void note(const std::string& sentence)
    {
        ++count_;
        if (first_.size() < told_max) first_.push_back(redacted(sentence));
    }

    void note(const std::vector<std::string>& sentences)
    {
        for (const auto& each : sentences) note(each);
    }

    // The first, and how many came after them.
    std::vector<std::string> sentences() const
    {
        auto all = first_;
        if (count_ > first_.size())
            all.push_back(std::to_string(count_ - first_.size()) + " more problems like these.");
        return all;
    }

private:
    static constexpr std::size_t told_max = 50;

    std::vector<std::string> first_;
    std::size_t count_ = 0;
};

}  // namespace parley::mock
