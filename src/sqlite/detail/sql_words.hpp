// The words of a text of SQL, and what a schema says about a column: read by the compiler, never at run time.
//
// Knows the SQL that our statements are written in, not all of SQL: lower case, no quoted names.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace parley::sqlite::detail {

enum class column_kind { unknown, integer, real, text };

struct word {
    std::string_view text;
    bool is_name_of_value = false;  // it stood behind a colon
};

constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

constexpr std::string_view without_comment(std::string_view sql)
{
    return sql.substr(std::min(sql.find('\n'), sql.size()));
}

// Empty at the end. Numbers are no words.
constexpr word take_word(std::string_view& sql)
{
    char before = ' ';
    while (!sql.empty() && !is_letter(sql.front())) {
        before = sql.front();
        sql = sql.starts_with("--") ? without_comment(sql) : sql.substr(1);
    }
    std::size_t length = 0;
    while (length < sql.size() && is_letter(sql[length])) ++length;
    const word taken{sql.substr(0, length), before == ':'};
    sql.remove_prefix(length);
    return taken;
}

constexpr bool is_keyword(std::string_view name)
{
    constexpr std::array<std::string_view, 27> keywords = {
        "select",  "from",   "where", "and",    "or",    "not",      "exists", "join", "left",
        "on",      "order",  "by",    "desc",   "limit", "offset",   "insert", "into", "values",
        "replace", "update", "set",   "delete", "instr", "coalesce", "in",     "like", "max"};
    return std::find(keywords.begin(), keywords.end(), name) != keywords.end();
}

// Where `name` stands next as a whole word, comments aside; npos when it does not.
constexpr std::size_t place_of(std::string_view name, std::string_view sql, std::size_t from)
{
    for (auto at = sql.find(name, from); at != std::string_view::npos; at = sql.find(name, at + 1)) {
        const auto end = at + name.size();
        const bool is_whole =
            (at == 0 || !is_letter(sql[at - 1])) && (end == sql.size() || !is_letter(sql[end]));
        const auto line_begin = sql.rfind('\n', at) + 1;  // 0 when there is no line before
        if (is_whole && sql.substr(line_begin, at - line_begin).find("--") == std::string_view::npos)
            return at;
    }
    return std::string_view::npos;
}

template <class Texts>
constexpr bool has_word(const Texts& texts, std::string_view name)
{
    for (const std::string_view sql : texts)
        if (place_of(name, sql, 0) != std::string_view::npos) return true;
    return false;
}

constexpr column_kind kind_named(std::string_view type)
{
    if (type == "integer") return column_kind::integer;
    if (type == "real") return column_kind::real;
    return type == "text" ? column_kind::text : column_kind::unknown;
}

// What a schema says behind the column's name, with or without its table's; unknown when there is none of
// that name, or when two tables disagree.
template <class Texts>
constexpr column_kind column_named(const Texts& texts, std::string_view name)
{
    name = name.substr(name.rfind('.') + 1);
    auto found = column_kind::unknown;
    for (const std::string_view sql : texts) {
        for (auto at = place_of(name, sql, 0); at != std::string_view::npos;
             at = place_of(name, sql, at + 1)) {
            auto behind = sql.substr(at + name.size());
            const auto kind = kind_named(take_word(behind).text);
            if (kind == column_kind::unknown) continue;
            if (found != column_kind::unknown && kind != found) return column_kind::unknown;
            found = kind;
        }
    }
    return found;
}

// Whether `text` begins with `start`, which is then gone from it.
constexpr bool skip(std::string_view& text, std::string_view start)
{
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    return true;
}

}  // namespace parley::sqlite::detail
