#include "history/store.hpp"

#include "base/ascii.hpp"
#include "base/private_folder.hpp"
#include "base/utf8.hpp"
#include "history/folded_text.hpp"
#include "history/store_sql.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/transaction.hpp"

#include <limits>
#include <map>

namespace parley::history {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t title_characters_max = 50;
constexpr std::int64_t look_again_ms = 3'600'000;  // an hour: days are what is counted
constexpr std::int64_t page_bytes = 4096;          // SQLite's own for a new file

error no_such_conversation()
{
    return {errc::not_found, "There is no such conversation."};
}

summary summary_of(sql::summary_row row)
{
    return {std::move(row.id), std::move(row.title), row.changed_ms};
}

// What is deleted leaves no bytes in the file; the file never grows beyond its limit.
result<void> set_up(sqlite::database& db, std::int64_t bytes_max)
{
    const std::string settings =
        "pragma secure_delete = on; pragma max_page_count = " + std::to_string(bytes_max / page_bytes);
    if (auto set = db.execute(settings.c_str()); !set) return set;
    return sqlite::migrate(db, sql::schema::migrations);
}

// Runs `work` in a transaction: durable when it returns, or it never happened.
template <class F>
result<void> commit(sqlite::database& db, F work)
{
    auto moment = sqlite::transaction::begin(db, sqlite::access::write);
    if (!moment) return moment.error();
    if (auto done = work(); !done) return done;
    return moment->commit();
}

}  // namespace

std::string title_from(std::string_view question)
{
    question = ascii::trimmed(question);
    std::size_t bytes = 0;
    for (std::size_t characters = 0; characters < title_characters_max && bytes < question.size();
         ++characters)
        bytes += utf8::decode(question.substr(bytes)).bytes;
    return std::string(question.substr(0, bytes)) + (bytes < question.size() ? "…" : "");
}

store::store(sqlite::database db, store_limits limits, clock now)
    : db_(std::move(db)), limits_(limits), now_(std::move(now))
{
}

result<store> store::open(const fs::path& folder, store_limits limits, clock now)
{
    if (auto made = make_private_folder(folder); !made)
        return error{errc::storage,
                     "cannot make the data folder " + folder.string() + ": " + made.error().detail};
    const fs::path file = folder / "history.db";
    make_private_file(file);
    auto db = sqlite::database::open(file, sqlite::access::write);
    if (!db) return db.error();
    if (auto ready = set_up(*db, limits.file_bytes_max); !ready) return ready.error();
    store opened(std::move(*db), limits, std::move(now));
    if (auto dropped = opened.drop_what_is_too_old(); !dropped) return dropped.error();
    return opened;
}

result<void> store::append(std::string_view visitor, std::string_view id, const turn& added)
{
    if (auto fits = check(id, added); !fits) return fits;
    if (auto dropped = drop_what_is_too_old(); !dropped) return dropped;
    return commit(db_, [&]() -> result<void> {
        auto number = open_conversation(visitor, id, added.question);
        if (!number) return number.error();
        return add(*number, added);
    });
}

result<void> store::append_missing(std::string_view visitor, std::string_view id, std::span<const turn> turns)
{
    if (turns.empty()) return {};
    for (const turn& each : turns)
        if (auto fits = check(id, each); !fits) return fits;
    return commit(db_, [&]() -> result<void> {
        auto number = open_conversation(visitor, id, turns.front().question);
        if (!number) return number.error();
        auto stored = sql::questions_of.all(db_, *number);
        if (!stored) return stored.error();
        std::map<std::string, int, std::less<>> known;
        for (const auto& row : *stored) ++known[row.question];
        for (const turn& each : turns) {
            if (known[each.question]-- > 0) continue;
            if (auto added = add(*number, each); !added) return added;
        }
        return {};
    });
}

result<page> store::list(std::string_view visitor, std::optional<std::int64_t> before, std::size_t count)
{
    constexpr auto from_the_newest = std::numeric_limits<std::int64_t>::max();
    // One more than asked for tells whether there is a next page.
    auto rows = sql::page_of_conversations.all(db_, visitor, before.value_or(from_the_newest),
                                               static_cast<std::int64_t>(count) + 1);
    if (!rows) return rows.error();
    page found;
    if (rows->size() > count) {
        rows->pop_back();
        if (!rows->empty()) found.next = rows->back().newest_turn;
    }
    for (auto& row : *rows) found.newest_first.push_back(summary_of(std::move(row)));
    return found;
}

result<std::vector<summary>> store::search(std::string_view visitor, std::string_view words,
                                           std::size_t count)
{
    const std::string wanted = folded(ascii::trimmed(words));
    if (wanted.empty()) return std::vector<summary>();
    auto rows = sql::search_conversations.all(db_, visitor, wanted, wanted, static_cast<std::int64_t>(count));
    if (!rows) return rows.error();
    std::vector<summary> found;
    for (auto& row : *rows) found.push_back(summary_of(std::move(row)));
    return found;
}

result<conversation> store::find(std::string_view visitor, std::string_view id)
{
    auto moment = sqlite::transaction::begin(db_, sqlite::access::read);
    if (!moment) return moment.error();
    auto row = sql::find_conversation.first(db_, visitor, id);
    if (!row) return row.error();
    if (!*row) return no_such_conversation();
    auto turns = sql::turns_of.all(db_, (*row)->number);
    if (!turns) return turns.error();
    conversation found{{std::string(id), std::move((*row)->title), (*row)->changed_ms}, {}};
    for (auto& each : *turns)
        found.turns.push_back({std::move(each.run_id), std::move(each.question), std::move(each.answer),
                               std::move(each.context)});
    return found;
}

result<void> store::rename(std::string_view visitor, std::string_view id, std::string_view title)
{
    const auto name = ascii::trimmed(title);
    if (name.empty() || name.size() > limits_.title_bytes_max)
        return error{errc::invalid_input,
                     "title must have 1 to " + std::to_string(limits_.title_bytes_max) + " bytes"};
    if (auto renamed = sql::rename_conversation.run(db_, name, folded(name), visitor, id); !renamed)
        return renamed;
    return db_.changes() == 0 ? result<void>(no_such_conversation()) : result<void>();
}

result<void> store::remove(std::string_view visitor, std::string_view id)
{
    if (auto removed = sql::remove_conversation.run(db_, visitor, id); !removed) return removed;
    return db_.changes() == 0 ? result<void>(no_such_conversation()) : result<void>();
}

result<void> store::remove_all(std::string_view visitor)
{
    return commit(db_, [&]() -> result<void> {
        if (auto removed = sql::remove_conversations.run(db_, visitor); !removed) return removed;
        return sql::remove_feedback_of.run(db_, visitor);
    });
}

result<void> store::give(std::string_view visitor, const feedback& given)
{
    if (auto dropped = drop_what_is_too_old(); !dropped) return dropped;
    return sql::put_feedback.run(db_, visitor, given.run_id, name_of(given.rated), given.category,
                                 given.comment, now_ms());
}

result<void> store::check(std::string_view id, const turn& added) const
{
    if (id.empty() || id.size() > limits_.id_bytes_max)
        return error{errc::invalid_input, "the id of a conversation must have 1 to " +
                                              std::to_string(limits_.id_bytes_max) + " bytes"};
    if (added.question.size() + added.answer.size() + added.context.size() > limits_.turn_bytes_max)
        return error{errc::too_large, "a question with its answer may take " +
                                          std::to_string(limits_.turn_bytes_max) +
                                          " bytes of the history: raise --history-turn-bytes"};
    return {};
}

// The number of the conversation, new or not.
result<std::int64_t> store::open_conversation(std::string_view visitor, std::string_view id,
                                              std::string_view first_question)
{
    auto row = sql::find_conversation.first(db_, visitor, id);
    if (!row) return row.error();
    if (*row) return (*row)->number;
    if (auto dropped = drop_what_is_too_much(visitor); !dropped) return dropped.error();
    const auto title = title_from(first_question);
    if (auto made = sql::insert_conversation.run(db_, visitor, id, title, folded(title)); !made)
        return made.error();
    return db_.last_insert_id();
}

result<void> store::add(std::int64_t conversation, const turn& added)
{
    const auto searched = folded(added.question + "\n" + added.answer);
    auto inserted = sql::insert_turn.run(db_, conversation, added.run_id, searched, added.question,
                                         added.answer, added.context);
    if (!inserted) return inserted;
    return sql::touch_conversation.run(db_, now_ms(), db_.last_insert_id(), conversation);
}

// Before one more comes, so that there are never more than the limit.
result<void> store::drop_what_is_too_much(std::string_view visitor)
{
    const auto may_stay = static_cast<std::int64_t>(limits_.conversations_max) - 1;
    auto oldest = sql::newest_turn_too_many.first(db_, visitor, may_stay);
    if (!oldest) return oldest.error();
    if (!*oldest) return {};
    return sql::remove_conversations_up_to.run(db_, visitor, (*oldest)->newest_turn);
}

result<void> store::drop_what_is_too_old()
{
    const auto now = now_ms();
    if (limits_.kept.count() == 0 || now < next_look_ms_) return {};
    next_look_ms_ = now + look_again_ms;
    const auto kept = std::chrono::duration_cast<std::chrono::milliseconds>(limits_.kept);
    const auto first_kept = now - static_cast<std::int64_t>(kept.count());
    if (auto removed = sql::remove_conversations_before.run(db_, first_kept); !removed) return removed;
    return sql::remove_feedback_before.run(db_, first_kept);
}

std::int64_t store::now_ms() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now_().time_since_epoch()).count();
}

}  // namespace parley::history
