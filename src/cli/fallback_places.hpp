// Where else the model is, for when the first place is busy or failing: --fallback-models and its keys.
//
// NAME is another model, or deployment, of the first place; NAME@URL is elsewhere. Neither the key nor the
// token of the first place goes there: Azure's own hosts are logged in to with a token of their own, or with
// the key that is named for that place; others get such a key or nothing.
#pragma once

#include "cli/model_place.hpp"

namespace parley::cli {

// In order; `first` is copied for those that are at the same place. errc::invalid_input names the setting to
// change.
result<std::vector<model_place>> read_fallback_places(const model_place& first, const settings& values);

// Whether it is the same address, and no key of its own is named for it.
bool has_login_of(const model_place& first, const model_place& fallback);

}  // namespace parley::cli
