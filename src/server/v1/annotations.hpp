// Where citations stand in an answer, as OpenAI's annotations of type `url_citation` tell it.
//
// Pure. Indices count characters (code points) of the whole answer, the end one past the last. A marker comes
// within one delta, as the checker lets it out whole.
#pragma once

#include "retrieval/passage.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::server::v1 {

class annotations {
public:
    // Of the sources that may be cited.
    void know(const std::vector<retrieval::passage>& sources);

    void feed(std::string_view delta);

    // As a JSON list, in the order of the text. `origin` is what links begin with, such as
    // `https://chat.example`.
    std::string json(std::string_view origin) const;

private:
    struct source {
        std::string citation;
        std::string document;
    };
    struct place {
        std::size_t begin;
        std::size_t end;
        std::size_t source;
    };

    std::vector<source> sources_;
    std::vector<place> places_;
    std::size_t characters_ = 0;
};

}  // namespace parley::server::v1
