#include "server/v1/annotations.hpp"

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace parley::server::v1 {
namespace {

// A path with all percent-encoded but what is unreserved (RFC 3986 §2.3) and the slashes.
std::string encoded_path(std::string_view path)
{
    std::string encoded;
    for (const char c : path) {
        const bool stays =
            ascii::is_letter_or_digit(c) || std::string_view("-._~/").find(c) != std::string_view::npos;
        if (stays)
            encoded += c;
        else
            ascii::append_hex(encoded += '%', static_cast<unsigned char>(c));
    }
    return encoded;
}

}  // namespace

void annotations::know(const std::vector<retrieval::passage>& sources)
{
    for (const auto& each : sources) sources_.push_back({each.citation, each.document});
}

void annotations::feed(std::string_view delta)
{
    for (auto begin = delta.find('['); begin < delta.size(); begin = delta.find('[', begin + 1)) {
        const auto end = delta.find(']', begin);
        if (end == std::string_view::npos) break;
        const auto cited =
            std::ranges::find(sources_, delta.substr(begin + 1, end - begin - 1), &source::citation);
        if (cited == sources_.end()) continue;
        const auto first = characters_ + utf8::count(delta.substr(0, begin));
        const auto length = utf8::count(delta.substr(begin, end + 1 - begin));
        places_.push_back({first, first + length, static_cast<std::size_t>(cited - sources_.begin())});
    }
    characters_ += utf8::count(delta);
}

std::string annotations::json_of(std::size_t index) const
{
    const auto& where = places_[index];
    const auto& cited = sources_[where.source];
    const auto page = cited.citation.substr(std::min(cited.citation.find("#page="), cited.citation.size()));
    const bool is_nested = form_ == annotation_form::nested;

    std::string json = R"({"type":"url_citation",)";
    if (is_nested) json += R"("url_citation":{)";
    json += R"("start_index":)" + std::to_string(where.begin);
    json += R"(,"end_index":)" + std::to_string(where.end) + R"(,"title":)";
    append_json_string(json, cited.citation);
    json += R"(,"url":)";
    append_json_string(json, origin_ + "/content/" + encoded_path(cited.document) + page);
    return json += is_nested ? "}}" : "}";
}

std::string annotations::json() const
{
    std::string list = "[";
    for (std::size_t i = 0; i < places_.size(); ++i) list.append(i == 0 ? "" : ",").append(json_of(i));
    return list += "]";
}

}  // namespace parley::server::v1
