#include "history/review.hpp"

#include "history/store_sql.hpp"
#include "sqlite/migrations.hpp"

namespace parley::history {
namespace {

reviewed_feedback read_row(sql::feedback_row row)
{
    const auto rated = row.rating == name_of(rating::up) ? rating::up : rating::down;
    return {{std::move(row.run_id), rated, std::move(row.category), std::move(row.comment)},
            row.given_ms,
            std::move(row.question),
            std::move(row.answer)};
}

}  // namespace

result<std::vector<reviewed_feedback>> feedback_since(const std::filesystem::path& folder,
                                                      std::chrono::sys_seconds since)
{
    auto db = sqlite::database::open(folder / "history.db", sqlite::access::read);
    if (!db) return db.error();
    if (auto known = sqlite::expect_version(*db, static_cast<int>(sql::schema::migrations.size())); !known)
        return known.error();
    const std::chrono::sys_time<std::chrono::milliseconds> begin = since;
    auto rows = sql::feedback_since.all(*db, begin.time_since_epoch().count());
    if (!rows) return rows.error();
    std::vector<reviewed_feedback> found;
    for (auto& row : *rows) found.push_back(read_row(std::move(row)));
    return found;
}

}  // namespace parley::history
