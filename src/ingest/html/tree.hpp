// An HTML document as libxml2's tree, parsed within limits; and the few questions we ask of its nodes.
#pragma once

#include "base/error.hpp"

#include <libxml/HTMLparser.h>

#include <memory>
#include <string>
#include <string_view>

namespace parley::ingest {

struct html_release {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using html_tree = std::unique_ptr<xmlDoc, html_release>;

// `utf8` is well-formed. Fails with too_large when elements are nested deeper than `depth_max`.
result<html_tree> read_html(std::string_view utf8, int depth_max);

// The charset a page declares in its first bytes, or empty.
std::string declared_charset(std::string_view bytes);

std::string_view name_of(const xmlNode& node);  // of an element, in lower case; else empty
std::string attribute_of(const xmlNode& node, const char* name);
std::string_view text_of(const xmlNode& node);  // of a text node; else empty

// The node after `node` in the order of the document; its children are passed over when `skip` says so.
// Null when that would leave `root`. Goes up and down without recursion, so depth costs no stack.
enum class children_of_node { visit, skip };
const xmlNode* next_node(const xmlNode* node, const xmlNode* root, children_of_node how);

}  // namespace parley::ingest
