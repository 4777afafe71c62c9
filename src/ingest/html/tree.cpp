#include "ingest/html/tree.hpp"

#include "base/ascii.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <algorithm>
#include <climits>

namespace parley::ingest {
namespace {

struct context_release {
    void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
};

struct depth_guard {
    int depth_max;
    bool exceeded = false;
};

// At its own limit libxml2 drops the rest of the page without an error; ours comes first and says so.
void start_element(void* user, const xmlChar* name, const xmlChar** attributes)
{
    auto* context = static_cast<htmlParserCtxt*>(user);
    auto* guard = static_cast<depth_guard*>(context->_private);
    if (context->nodeNr > guard->depth_max) {
        guard->exceeded = true;
        xmlStopParser(context);
        return;
    }
    xmlSAX2StartElement(user, name, attributes);
}

}  // namespace

result<html_tree> read_html(std::string_view utf8, int depth_max)
{
    static const bool initialised = (xmlInitParser(), true);  // once, whichever thread comes first
    if (!initialised || utf8.size() > INT_MAX) return error{errc::too_large, "is too large for an HTML page"};
    depth_guard guard{depth_max};
    const std::unique_ptr<htmlParserCtxt, context_release> context(htmlNewParserCtxt());
    if (!context) throw std::bad_alloc();
    context->_private = &guard;
    context->sax->startElement = start_element;

    constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                            HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    html_tree tree(htmlCtxtReadMemory(context.get(), utf8.data(), static_cast<int>(utf8.size()), nullptr,
                                      "UTF-8", options));
    if (guard.exceeded)
        return error{errc::too_large, "nests elements deeper than the limit of " + std::to_string(depth_max)};
    if (!tree) return error{errc::malformed, "is not readable as HTML"};
    return tree;
}

std::string declared_charset(std::string_view bytes)
{
    const auto head = bytes.substr(0, 2048);
    constexpr std::string_view key = "charset=";
    const auto found = std::search(head.begin(), head.end(), key.begin(), key.end(),
                                   [](char a, char b) { return ascii::lower(a) == b; });
    std::string charset;
    if (found == head.end()) return charset;
    for (auto at = found + key.size(); at != head.end() && charset.size() < 40; ++at) {
        const bool part = ascii::is_letter_or_digit(*at) || *at == '-' || *at == '_';
        if (part)
            charset += *at;
        else if (!charset.empty() || (*at != '"' && *at != '\''))
            break;
    }
    return charset;
}

std::string_view name_of(const xmlNode& node)
{
    if (node.type != XML_ELEMENT_NODE || node.name == nullptr) return {};
    return reinterpret_cast<const char*>(node.name);
}

std::string attribute_of(const xmlNode& node, const char* name)
{
    const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
        xmlGetProp(&node, reinterpret_cast<const xmlChar*>(name)), xmlFree);
    return value ? reinterpret_cast<const char*>(value.get()) : std::string();
}

std::string_view text_of(const xmlNode& node)
{
    if ((node.type != XML_TEXT_NODE && node.type != XML_CDATA_SECTION_NODE) || node.content == nullptr)
        return {};
    return reinterpret_cast<const char*>(node.content);
}

const xmlNode* next_node(const xmlNode* node, const xmlNode* root, children_of_node how)
{
    if (how == children_of_node::visit && node->children != nullptr && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != root) {
        if (node->next != nullptr) return node->next;
        node = node->parent;
    }
    return nullptr;
}

}  // namespace parley::ingest
