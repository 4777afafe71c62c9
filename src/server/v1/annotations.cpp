#include "server/v1/annotations.hpp"

#include "base/ascii.hpp"
#include "base/json_text.hpp"

#include <algorithm>
#include <utility>

namespace parley::server::v1 {
namespace {

std::size_t characters_in(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

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
        const auto first = characters_ + characters_in(delta.substr(0, begin));
        const auto length = characters_in(delta.substr(begin, end + 1 - begin));
        places_.push_back({first, first + length, static_cast<std::size_t>(cited - sources_.begin())});
    }
    characters_ += characters_in(delta);
}

std::string annotations::json(std::string_view origin) const
{
    std::string list = "[";
    std::string_view separator;
    for (const auto& each : places_) {
        const auto& cited = sources_[each.source];
        const auto page =
            cited.citation.substr(std::min(cited.citation.find("#page="), cited.citation.size()));
        const auto url = std::string(origin) + "/content/" + encoded_path(cited.document) + page;
        list.append(std::exchange(separator, ","));
        list += R"({"type":"url_citation","url_citation":{"start_index":)" + std::to_string(each.begin);
        list += R"(,"end_index":)" + std::to_string(each.end) + R"(,"title":)";
        append_json_string(list, cited.citation);
        list += R"(,"url":)";
        append_json_string(list, url);
        list += "}}";
    }
    return list += "]";
}

}  // namespace parley::server::v1
