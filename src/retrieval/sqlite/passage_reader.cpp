#include "retrieval/sqlite/passage_reader.hpp"

#include "retrieval/sqlite/store_sql.hpp"
#include "retrieval/sqlite/store_state.hpp"
#include "retrieval/sqlite/vector_table.hpp"
#include "retrieval/vector/unit_vector.hpp"
#include "sqlite/statement.hpp"

namespace parley::retrieval {
namespace {

// The row under `row`, whose columns are those of `sql::passage_by_number`.
passage read_passage(const sqlite::statement& row, float score)
{
    passage found;
    found.chunk_id = row.text(0);
    found.document = row.text(1);
    found.page = static_cast<int>(row.integer(3));
    found.heading = row.text(4);
    found.category = row.text(5);
    found.text = row.text(6);
    found.score = score;
    found.citation = found.document;
    if (row.text(2) == "application/pdf" && found.page > 0)
        found.citation += "#page=" + std::to_string(found.page);
    return found;
}

}  // namespace

result<std::optional<passage_reader>> passage_reader::begin(sqlite::database& on, std::string_view instance)
{
    auto moment = sqlite::transaction::begin(on, sqlite::access::read);
    if (!moment) return moment.error();
    auto state = read_state(on);
    if (!state) return state.error();
    if (state->instance != instance) return std::optional<passage_reader>();
    return std::optional(passage_reader(on, std::move(*moment)));
}

result<std::optional<passage>> passage_reader::read(const passage_hit& hit)
{
    auto asked = on_->prepare(sql::passage_by_number);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(hit.chunk); !bound) return bound.error();
    auto row = asked->next();
    if (!row) return row.error();
    return *row ? std::optional(read_passage(*asked, hit.score)) : std::nullopt;
}

result<std::optional<float>> passage_reader::cosine(const passage_hit& hit, std::span<const float> unit)
{
    auto asked = on_->prepare(sql::vector_of);
    if (!asked) return asked.error();
    if (auto bound = asked->bind(hit.chunk); !bound) return bound.error();
    auto row = asked->next();
    if (!row) return row.error();
    if (!*row) return std::optional<float>();
    const auto held = read_unit(*asked, 0);
    return held.size() == unit.size() ? std::optional(cosine_of(held, unit)) : std::nullopt;
}

}  // namespace parley::retrieval
