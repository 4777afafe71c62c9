// A script whose steps are known from the start: whole answers, with what goes wrong in them.
#pragma once

#include "mock/reply.hpp"
#include "mock/step.hpp"
#include "mock/timing.hpp"
#include "mock/wire/fault_state.hpp"

#include <vector>

namespace parley::mock {

class listed_script final : public script {
public:
    // `bytes` is what the one send_bytes step sends.
    listed_script(std::vector<step> steps, std::string bytes)
        : steps_(std::move(steps)), bytes_(std::move(bytes))
    {
    }

    step next(std::string& bytes) override;
    std::string unmet() const override { return unmet_; }

    void tell_unmet(std::string sentence) { unmet_ = std::move(sentence); }

private:
    std::vector<step> steps_;
    std::string bytes_;
    std::string unmet_ = {};
    std::size_t at_ = 0;
};

// `answer` (whose head holds its body) with the headers, pauses and fault of `as`, after `wait`. The script
// keeps a share of `as`, where the names of pauses are. `state`: whether the fault is in `answer` already.
std::unique_ptr<script> make_whole_script(send_head answer, std::shared_ptr<const reply> as,
                                          std::chrono::nanoseconds wait,
                                          fault_state state = fault_state::to_come);

}  // namespace parley::mock
