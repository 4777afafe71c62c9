#include "ingest/text/text.hpp"

#include "ingest/text/clean.hpp"
#include "ingest/text/encoding.hpp"
#include "ingest/text/unwrap.hpp"

namespace parley::ingest {

result<parsed> parse_text(std::string_view bytes)
{
    auto decoded = decode_text(bytes, {});
    if (!decoded) return decoded.error();

    const std::string even = clean(decoded->text);
    hyphenated_words hyphenated;
    hyphenated.learn_from(even);
    parsed document;
    document.pages.push_back({1, unwrap(even, hyphenated), {}});
    document.charset = std::move(decoded->charset);
    document.warning = std::move(decoded->warning);
    return document;
}

}  // namespace parley::ingest
