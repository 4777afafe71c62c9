#include "ingest/html/html.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "base/split_list.hpp"
#include "ingest/html/tree.hpp"
#include "ingest/table_rows.hpp"
#include "ingest/text/clean.hpp"
#include "ingest/text/encoding.hpp"

#include <algorithm>
#include <array>

namespace parley::ingest {
namespace {

constexpr auto passed_over = std::to_array<std::string_view>(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "svg", "math", "iframe", "object",
     "form", "button", "select", "textarea", "head", "dialog", "menu"});

constexpr auto blocks = std::to_array<std::string_view>(
    {"p",       "div", "section", "article",    "main",     "header",     "ul",      "ol",
     "dl",      "dt",  "dd",      "blockquote", "figure",   "figcaption", "address", "details",
     "summary", "hr",  "center",  "caption",    "fieldset", "body"});

// As far as the element itself says; style sheets are not read.
bool is_hidden_by_style(const xmlNode& node)
{
    constexpr std::string_view important = "!important";
    std::string style = ascii::lower_case(attribute_of(node, "style"));
    std::erase_if(style, ascii::is_white_space);
    for (auto declaration : ascii::split_list(style, ';')) {
        if (declaration.ends_with(important)) declaration.resize(declaration.size() - important.size());
        if (declaration == "display:none" || declaration == "visibility:hidden") return true;
    }
    return false;
}

bool is_passed_over(const xmlNode& node)
{
    if (is_one_of(passed_over, name_of(node))) return true;
    if (node.type != XML_ELEMENT_NODE || node.properties == nullptr) return false;
    const std::string role = attribute_of(node, "role");
    return role == "navigation" || role == "banner" || role == "contentinfo" || role == "search" ||
           attribute_of(node, "aria-hidden") == "true" || is_hidden_by_style(node) ||
           xmlHasProp(&node, reinterpret_cast<const xmlChar*>("hidden")) != nullptr;
}

int heading_level_of(std::string_view name)
{
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

// All text below `root`, in one line.
std::string flat_text(const xmlNode& root)
{
    std::string text;
    for (const xmlNode* node = &root; node != nullptr;) {
        const bool skipped = node != &root && is_passed_over(*node);
        if (!skipped) text += text_of(*node);
        if (!skipped && (name_of(*node) == "br" || is_one_of(blocks, name_of(*node)))) text += ' ';
        node = next_node(node, &root, skipped ? children_of_node::skip : children_of_node::visit);
    }
    return single_spaced(clean(text));
}

const xmlNode* first_named(const xmlNode* root, std::string_view name)
{
    for (const xmlNode* node = root; node != nullptr; node = next_node(node, root, children_of_node::visit))
        if (name_of(*node) == name) return node;
    return nullptr;
}

// Where the text is: the page's own <main>, its only <article>, or all of it.
const xmlNode* main_part(const xmlNode* root)
{
    if (const auto* main = first_named(root, "main")) return main;
    const auto* article = first_named(root, "article");
    if (article == nullptr) return root;
    for (auto* node = next_node(article, root, children_of_node::skip); node != nullptr;
         node = next_node(node, root, children_of_node::visit))
        if (name_of(*node) == "article") return root;
    return article;
}

class writer {
public:
    explicit writer(const xmlNode* root) : root_(root) {}

    page write()
    {
        for (const xmlNode* node = root_; node != nullptr;) {
            const bool enter = node == root_ || !is_passed_over(*node);
            const auto how = enter && visit(*node) ? children_of_node::visit : children_of_node::skip;
            node = next_node(node, root_, how);
        }
        while (!page_.text.empty() && (page_.text.back() == '\n' || page_.text.back() == ' '))
            page_.text.pop_back();
        return std::move(page_);
    }

private:
    // Writes what `node` is by itself; false when its children are done with it.
    bool visit(const xmlNode& node)
    {
        const auto name = name_of(node);
        if (name.empty()) {
            add_inline(text_of(node));
            return true;
        }
        if (const int level = heading_level_of(name); level > 0) return add_heading(node, level), false;
        if (name == "table") return add_table(node), false;
        if (name == "pre") return add_verbatim(node), false;
        if (name == "br") return break_line(1), false;
        if (name == "img") return add_inline(clean(attribute_of(node, "alt"))), false;
        if (name == "li") return break_line(1), add_inline("- "), true;
        if (is_one_of(blocks, name)) break_line(name == "dd" || name == "dt" ? 1 : 2);
        return true;
    }

    // The end of a block shows only by the next one's beginning, or by its parent's next text.
    void add_inline(std::string_view text)
    {
        const std::string even = clean(text);
        const bool spaced_before = !even.empty() && (even.front() == ' ' || even.front() == '\n');
        const std::string words = single_spaced(even);
        if (spaced_before || (words.empty() && !even.empty())) add_space();
        page_.text += words;
        if (!words.empty() && (even.back() == ' ' || even.back() == '\n')) add_space();
    }
    void add_space()
    {
        if (!page_.text.empty() && page_.text.back() != ' ' && page_.text.back() != '\n') page_.text += ' ';
    }

    void break_line(std::size_t feeds)
    {
        if (page_.text == "- " || page_.text.ends_with("\n- ")) return;  // a block begins a list item
        while (!page_.text.empty() && page_.text.back() == ' ') page_.text.pop_back();
        if (page_.text.empty()) return;
        const auto last = page_.text.find_last_not_of('\n');
        const auto there = page_.text.size() - last - 1;
        if (there < feeds) page_.text.append(feeds - there, '\n');
    }

    void add_heading(const xmlNode& node, int level)
    {
        std::string title = flat_text(node);
        if (title.empty()) return;
        break_line(2);
        page_.headings.push_back({page_.text.size(), level, title});
        page_.text += title;
        break_line(2);
    }

    void add_verbatim(const xmlNode& root)
    {
        break_line(2);
        for (const xmlNode* node = &root; node != nullptr;
             node = next_node(node, &root, children_of_node::visit)) {
            page_.text += clean(text_of(*node));
            if (name_of(*node) == "br") page_.text += '\n';
        }
        break_line(2);
    }

    // Row by row, nested tables flattened into their cell.
    void add_table(const xmlNode& table)
    {
        break_line(2);
        table_row header;
        for (const xmlNode* node = &table; node != nullptr;) {
            const bool is_row = name_of(*node) == "tr";
            if (is_row) add_row(*node, header);
            if (name_of(*node) == "caption") page_.text += flat_text(*node) + "\n";
            node = next_node(node, &table, is_row ? children_of_node::skip : children_of_node::visit);
        }
        break_line(2);
    }

    void add_row(const xmlNode& row, table_row& header)
    {
        table_row cells;
        bool all_headers = true;
        for (const xmlNode* cell = row.children; cell != nullptr; cell = cell->next) {
            const auto name = name_of(*cell);
            if (name != "td" && name != "th") continue;
            all_headers = all_headers && name == "th";
            cells.push_back(flat_text(*cell));
        }
        if (all_headers && header.empty() && cells.size() > 1) {
            header = cells;
            return;
        }
        const std::string line = row_line(header, cells);
        if (!line.empty()) page_.text += line + "\n";
    }

    const xmlNode* root_;
    page page_;
};

}  // namespace

result<parsed> parse_html(std::string_view bytes)
{
    auto decoded = decode_text(bytes, declared_charset(bytes));
    if (!decoded) return decoded.error();
    const auto tree = read_html(decoded->text, html_depth_max);
    if (!tree) return tree.error();

    parsed document;
    document.warning = std::move(decoded->warning);
    const xmlNode* root = xmlDocGetRootElement(tree->get());
    if (root == nullptr) return document;
    if (const auto* title = first_named(root, "title")) document.title = flat_text(*title);
    document.pages.push_back(writer(main_part(root)).write());
    if (document.title.empty() && !document.pages[0].headings.empty())
        document.title = document.pages[0].headings[0].title;
    return document;
}

}  // namespace parley::ingest
