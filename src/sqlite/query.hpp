// A statement whose text is checked against the schema, and whose values have the types of their columns.
//
// What does not fit does not compile: a word that neither SQL nor the schema knows, a row that does not name
// the selected columns in their order, a member or a value of another type than its column. The SQL stays
// SQL: none is made here. A value stands in it as `:column`; a name that is no column's, such as `:limit`,
// takes an integer. What the whole means (joins, keys) is for the store's tests.
#pragma once

#include "sqlite/database.hpp"
#include "sqlite/detail/sql_words.hpp"
#include "sqlite/statement.hpp"

#include <optional>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace parley::sqlite {

template <class Row, class Value>
struct column {
    std::string_view name;  // as it is selected: `title`, or `turn.title`
    Value Row::*member;
};
template <class Row, class Value>
column(const char*, Value Row::*) -> column<Row, Value>;

// Which columns a row has: a specialisation holds them, in the order of the statement, in a constexpr
// std::tuple named `list`.
template <class Row>
struct columns_of;

// Of a statement that only writes.
struct no_row {};
template <>
struct columns_of<no_row> {
    static constexpr std::tuple<> list{};
};

enum class query_fault { none, unknown_word, other_columns, other_values };

// `Schema::migrations` is a range of the texts that make the tables.
template <class Schema, class Row, class... Values>
constexpr query_fault fault_in(std::string_view sql);

template <class Schema, class Row, class... Values>
class query {
public:
    // Made at compile time only: the fault's name stands in the compiler's message.
    constexpr explicit query(const char* sql) : sql_(sql)
    {
        switch (fault_in<Schema, Row, Values...>(sql)) {
            case query_fault::none:
                break;
            case query_fault::unknown_word:
                throw std::logic_error("a word that neither SQL nor the schema knows");
            case query_fault::other_columns:
                throw std::logic_error("the row's columns are not the selected ones, or of another type");
            case query_fault::other_values:
                throw std::logic_error("the values are not as many as the names, or of another type");
        }
    }

    // For statements whose rows nobody needs.
    result<void> run(database& on, const Values&... values) const
    {
        auto asked = on.prepare(sql_);
        if (!asked) return asked.error();
        return asked->run(values...);
    }

    result<std::vector<Row>> all(database& on, const Values&... values) const
    {
        auto asked = on.prepare(sql_);
        if (!asked) return asked.error();
        if (auto bound = asked->bind(values...); !bound) return bound.error();
        std::vector<Row> found;
        for (;;) {
            auto row = asked->next();
            if (!row) return row.error();
            if (!*row) return found;
            found.push_back(read(*asked));
        }
    }

    result<std::optional<Row>> first(database& on, const Values&... values) const
    {
        auto asked = on.prepare(sql_);
        if (!asked) return asked.error();
        if (auto bound = asked->bind(values...); !bound) return bound.error();
        auto row = asked->next();
        if (!row) return row.error();
        return *row ? std::optional<Row>(read(*asked)) : std::nullopt;
    }

private:
    static void take(const statement& from, int index, std::int64_t& to) { to = from.integer(index); }
    static void take(const statement& from, int index, double& to) { to = from.real(index); }
    static void take(const statement& from, int index, std::string& to) { to = from.text(index); }

    static Row read(const statement& from)
    {
        Row row{};
        int index = 0;
        const auto take_each = [&](const auto&... each) { (take(from, index++, row.*each.member), ...); };
        std::apply(take_each, columns_of<Row>::list);
        return row;
    }

    const char* sql_;
};

namespace detail {

template <class Value>
constexpr column_kind kind_of()
{
    if constexpr (std::is_integral_v<Value>)
        return column_kind::integer;
    else if constexpr (std::is_floating_point_v<Value>)
        return column_kind::real;
    else
        return column_kind::text;
}

template <class Schema>
constexpr bool knows_words_of(std::string_view sql)
{
    for (auto next = take_word(sql); !next.text.empty(); next = take_word(sql))
        if (!next.is_name_of_value && !is_keyword(next.text) && !has_word(Schema::migrations, next.text))
            return false;
    return true;
}

template <class Schema, class Row>
constexpr bool selects_columns_of(std::string_view sql)
{
    constexpr std::string_view select = "select ";
    if constexpr (std::tuple_size_v<decltype(columns_of<Row>::list)> != 0) {
        if (!sql.starts_with(select)) return false;
        sql.remove_prefix(select.size());
        std::string_view separator;
        const auto is_next = [&]<class Value>(const column<Row, Value>& each) {
            if (!skip(sql, std::exchange(separator, ", ")) || !skip(sql, each.name)) return false;
            return column_named(Schema::migrations, each.name) == kind_of<Value>();
        };
        const auto are_next = [&](const auto&... each) { return (is_next(each) && ...); };
        return std::apply(are_next, columns_of<Row>::list) && sql.starts_with(" from ");
    }
    return !sql.starts_with(select);
}

// A name that comes again is the same value.
template <class Schema, class... Values>
constexpr bool takes_values(std::string_view sql)
{
    std::array<std::string_view, sizeof...(Values) + 1> names;
    std::size_t count = 0;
    for (auto next = take_word(sql); !next.text.empty(); next = take_word(sql)) {
        const auto seen = names.begin() + static_cast<std::ptrdiff_t>(count);
        if (!next.is_name_of_value || std::find(names.begin(), seen, next.text) != seen) continue;
        if (count == sizeof...(Values)) return false;
        names[count++] = next.text;
    }
    [[maybe_unused]] std::size_t index = 0;
    [[maybe_unused]] const auto fits = [&](column_kind given) {
        const auto kind = column_named(Schema::migrations, names[index++]);
        return kind == given || (kind == column_kind::unknown && given == column_kind::integer);
    };
    return count == sizeof...(Values) && (fits(kind_of<Values>()) && ...);
}

}  // namespace detail

template <class Schema, class Row, class... Values>
constexpr query_fault fault_in(std::string_view sql)
{
    if (!detail::knows_words_of<Schema>(sql)) return query_fault::unknown_word;
    if (!detail::selects_columns_of<Schema, Row>(sql)) return query_fault::other_columns;
    return detail::takes_values<Schema, Values...>(sql) ? query_fault::none : query_fault::other_values;
}

}  // namespace parley::sqlite
