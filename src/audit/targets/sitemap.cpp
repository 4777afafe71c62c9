#include "audit/targets/sitemap.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"

#include <array>

namespace parley::audit {
namespace {

constexpr std::array<std::string_view, 32> other_endings = {
    "pdf",  "jpg", "jpeg", "png",  "gif",  "svg", "webp", "avif", "ico", "css", "js",
    "json", "xml", "txt",  "csv",  "zip",  "gz",  "tar",  "mp3",  "mp4", "wav", "ogg",
    "webm", "mov", "docx", "xlsx", "pptx", "doc", "xls",  "epub", "rss", "atom"};

constexpr std::string_view gzip_mark = "\x1f\x8b";

void replace_all(std::string& in, std::string_view what, std::string_view by)
{
    for (auto at = in.find(what); at != in.npos; at = in.find(what, at + by.size()))
        in.replace(at, what.size(), by);
}

// An ampersand last, or it would make new entities.
std::string without_entities(std::string_view text)
{
    std::string plain(text);
    replace_all(plain, "&lt;", "<");
    replace_all(plain, "&gt;", ">");
    replace_all(plain, "&quot;", "\"");
    replace_all(plain, "&apos;", "'");
    replace_all(plain, "&#38;", "&");
    replace_all(plain, "&amp;", "&");
    return plain;
}

// Takes comments out, and what makes a section of characters one.
std::string cleaned(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const auto begin = text.find("<!--");
        plain += text.substr(0, begin);
        if (begin == text.npos) break;
        const auto end = text.find("-->", begin);
        text.remove_prefix(end == text.npos ? text.size() : end + 3);
    }
    replace_all(plain, "<![CDATA[", "");
    replace_all(plain, "]]>", "");
    return plain;
}

}  // namespace

bool may_be_page(std::string_view address)
{
    address = address.substr(0, address.find_first_of("?#"));
    const auto name = address.substr(address.rfind('/') + 1);
    const auto dot = name.rfind('.');
    return dot == name.npos || !is_one_of(other_endings, ascii::lower_case(name.substr(dot + 1)));
}

result<sitemap> read_sitemap(std::string_view text)
{
    if (text.starts_with(gzip_mark)) return error{errc::unsupported, "it is still compressed"};
    const auto plain = cleaned(text);
    const bool is_index = plain.find("<sitemapindex") != plain.npos;
    if (!is_index && plain.find("<urlset") == plain.npos)
        return error{errc::malformed, "it is no sitemap: neither <urlset> nor <sitemapindex> is in it"};
    sitemap read;
    std::string_view rest = plain;
    for (auto at = rest.find("<loc"); at != rest.npos; at = rest.find("<loc")) {
        rest.remove_prefix(at);
        const auto open = rest.find('>');
        const auto end = rest.find("</loc");
        if (open == rest.npos || end == rest.npos || end < open) break;
        const auto place = without_entities(ascii::trimmed(rest.substr(open + 1, end - open - 1)));
        if (!place.empty()) (is_index ? read.sitemaps : read.pages).push_back(place);
        rest.remove_prefix(end);
    }
    return read;
}

chosen_pages choose_pages(const std::vector<std::string>& addresses, const sitemap_rules& by)
{
    chosen_pages chosen;
    for (const auto& each : addresses) {
        if (each.size() > sitemap_address_bytes_max) {
            ++chosen.too_long;
            continue;
        }
        if (!may_be_page(each)) {
            ++chosen.no_pages;
            continue;
        }
        const bool is_wanted = (!by.include || std::regex_search(each, *by.include)) &&
                               (!by.exclude || !std::regex_search(each, *by.exclude));
        if (!is_wanted)
            ++chosen.excluded;
        else
            chosen.pages.push_back(by.find ? std::regex_replace(each, *by.find, by.replace) : each);
    }
    return chosen;
}

}  // namespace parley::audit
