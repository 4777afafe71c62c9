// Gives texts their vectors, for whoever takes documents in. Knows nothing of where the model is.
#pragma once

#include "base/error.hpp"

#include <string>
#include <vector>

namespace parley::ingest {

class embedder {
public:
    virtual ~embedder() = default;

    // Its name in the store: only vectors of the same model can be compared.
    virtual const std::string& model() const = 0;

    // Blocking. A vector for each text, in their order and all of one length. errc::too_large and
    // errc::invalid_input are about these texts, errc::cancelled is a stop that the user asked for, and
    // anything else is about the service: the next texts would fail the same way.
    virtual result<std::vector<std::vector<float>>> embed(std::vector<std::string> texts) = 0;
};

}  // namespace parley::ingest
