// What a model's family refuses of a request that is well formed otherwise.
//
// A family is known by the model's name; of any other name nothing is refused.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// `thinking` models reason before they answer, `plain` ones never do.
enum class model_family { thinking, plain, unknown };
model_family family_of(std::string_view model);

complaint check_chat_model(const asked& what);
complaint check_responses_model(const asked& what);

}  // namespace parley::mock
