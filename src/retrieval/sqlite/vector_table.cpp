#include "retrieval/sqlite/vector_table.hpp"

#include "retrieval/sqlite/store_sql.hpp"
#include "retrieval/vector/unit_vector.hpp"

namespace parley::retrieval {
namespace {

error mismatch(const vector_space& held, const std::string& given)
{
    return {errc::invalid_input, "the store holds vectors of " + held.model + " with " +
                                     std::to_string(held.dimensions) + " dimensions, and " + given +
                                     " cannot be compared with them: use --embedding-model " + held.model +
                                     ", or ingest into another folder with --data"};
}

result<bool> has_vectors(sqlite::database& in)
{
    auto asked = in.prepare(sql::any_vector);
    if (!asked) return asked.error();
    return asked->next();
}

// The space of a store without vectors is free to change.
result<void> take_space(sqlite::database& in, const vector_space& wanted)
{
    auto held = read_vector_space(in);
    if (!held) return held.error();
    if (*held == wanted) return {};
    auto is_held = has_vectors(in);
    if (!is_held) return is_held.error();
    if (*held && *is_held)
        return mismatch(**held, wanted.model + " with " + std::to_string(wanted.dimensions));
    auto name = in.prepare(sql::name_vector_space);
    if (!name) return name.error();
    return name->run(wanted.model, wanted.dimensions);
}

result<std::vector<std::int64_t>> chunk_numbers(sqlite::database& in, std::int64_t document)
{
    auto asked = in.prepare(sql::chunk_numbers_of);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(document); !bound) return bound.error();
    std::vector<std::int64_t> numbers;
    for (;;) {
        auto row = asked->next();
        if (!row) return row.error();
        if (!*row) return numbers;
        numbers.push_back(asked->integer(0));
    }
}

}  // namespace

result<std::optional<vector_space>> read_vector_space(sqlite::database& from)
{
    auto asked = from.prepare(sql::read_vector_space);
    if (!asked) return asked.error();
    auto row = asked->next();
    if (!row) return row.error();
    if (!*row) return std::optional<vector_space>();
    return std::optional(
        vector_space{std::string(asked->text(0)), static_cast<std::size_t>(asked->integer(1))});
}

result<void> check_model(const std::optional<vector_space>& held, std::string_view model)
{
    if (!held || held->model == model) return {};
    return mismatch(*held, "those of " + std::string(model));
}

result<void> write_vectors(sqlite::database& to, std::int64_t document, const chunk_vectors& vectors)
{
    if (vectors.units.empty()) return {};
    if (auto taken = take_space(to, {vectors.model, vectors.units.front().size()}); !taken) return taken;
    auto numbers = chunk_numbers(to, document);
    if (!numbers) return numbers.error();
    if (numbers->size() != vectors.units.size())
        return error{errc::invalid_input, "a document takes one vector for each of its passages"};
    auto insert = to.prepare(sql::insert_vector);
    if (!insert) return insert.error();
    for (std::size_t i = 0; i < numbers->size(); ++i)
        if (auto ran = insert->run((*numbers)[i], stored_bytes(vectors.units[i])); !ran) return ran;
    return {};
}

std::vector<float> read_unit(const sqlite::statement& row, int column)
{
    return from_stored_bytes(row.bytes(column));
}

}  // namespace parley::retrieval
