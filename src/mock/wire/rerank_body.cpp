#include "mock/wire/body_readers.hpp"
#include "mock/wire/field_check.hpp"

#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

complaint read_query(const json::value& query, asked& what)
{
    what.query = query.get_string();
    return std::nullopt;
}

// A text, or an object that holds one.
const json::string* text_in(const json::value& document)
{
    if (const auto* text = document.if_string()) return text;
    const auto* object = document.if_object();
    const auto* text = object != nullptr ? object->if_contains("text") : nullptr;
    return text != nullptr ? text->if_string() : nullptr;
}

complaint read_documents(const json::value& documents, asked& what)
{
    const auto* list = documents.if_array();
    if (list == nullptr) return wrong_type("documents", "an array of strings", documents);
    if (list->empty()) return empty_array("documents");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* text = text_in((*list)[i]);
        if (text == nullptr)
            return wrong_type("documents[" + std::to_string(i) + "]", "a string", (*list)[i]);
        what.input.emplace_back(*text);
    }
    return std::nullopt;
}

complaint read_top(const json::value&, asked& what)
{
    what.ranked_max = size_of(what.body, "top_n");
    return std::nullopt;
}

// Servers take members of their own beside these: none is unknown.
constexpr std::array fields = {
    text_field("query", read_query),
    any_field("documents", read_documents),
    field_rule{.name = "top_n", .kind = value_kind::integer, .min = 1, .read = read_top},
};
constexpr std::array<std::string_view, 2> required = {"query", "documents"};
constexpr object_rules rules{fields, required};

}  // namespace

complaint read_rerank_body(asked& what)
{
    auto first = check_required(what.body, rules, {});
    keep_first(first, read_fields(what, rules));
    return first;
}

}  // namespace parley::mock
