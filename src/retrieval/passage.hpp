// A piece of a document that may answer a question, and where it came from.
#pragma once

#include <optional>
#include <string>

namespace parley::retrieval {

struct passage {
    std::string chunk_id;
    std::string document;  // public name: unique, safe in URLs and in citation markers
    std::string citation;  // `name.pdf#page=N` with N from 1 for PDF, else the public name
    int page = 0;          // first page, from 1; 0 when the document has no pages
    std::string heading;   // nearest heading above, or empty
    std::string category;
    std::string text;
    double score = 0;                           // of the method that found it; scales differ between methods
    std::optional<double> reranker_score = {};  // of a model that read it beside the query, 0 to 4
};

}  // namespace parley::retrieval
