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

// Chat Completions have the members in an object of their own, Responses have them beside the type.
enum class annotation_form { nested, flat };

class annotations {
public:
    // `origin` is what links begin with, such as `https://chat.example`.
    annotations(annotation_form form, std::string origin) : form_(form), origin_(std::move(origin)) {}

    // Of the sources that may be cited.
    void know(const std::vector<retrieval::passage>& sources);

    void feed(std::string_view delta);

    std::size_t size() const { return places_.size(); }

    // In the order of the text.
    std::string json_of(std::size_t index) const;

    // As a JSON list.
    std::string json() const;

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

    annotation_form form_;
    std::string origin_;
    std::vector<source> sources_;
    std::vector<place> places_;
    std::size_t characters_ = 0;
};

}  // namespace parley::server::v1
