// The durable history: conversations of visitors and their feedback, in `history.db` of the data folder.
//
// Blocking and for one thread at a time: loops go through keeper.hpp. Any number of processes may have it
// open; one writes at a time. Turns are only ever added; a conversation goes as a whole, because its visitor
// said so or because of a limit. Bounded: conversations of a visitor (the oldest goes), bytes of a turn,
// days, bytes of the file (errc::storage beyond, as on a full disk).
#pragma once

#include "base/error.hpp"
#include "history/conversation.hpp"
#include "sqlite/database.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <span>

namespace parley::history {

struct store_limits {
    std::size_t conversations_max = 1000;      // of one visitor
    std::size_t turn_bytes_max = 1024 * 1024;  // question, answer and context
    std::chrono::days kept{365};               // since the latest turn; 0: for ever
    std::int64_t file_bytes_max = std::int64_t{1} << 30;
    std::size_t id_bytes_max = 128;     // of a conversation, which clients name
    std::size_t title_bytes_max = 400;  // as a visitor may set it
};

using clock = std::function<std::chrono::system_clock::time_point()>;

class store {
public:
    // Makes the folder and the file when they are missing, for their owner only.
    static result<store> open(const std::filesystem::path& folder, store_limits limits, clock now);

    // Durable on return. The first turn makes the conversation; its question becomes the title.
    result<void> append(std::string_view visitor, std::string_view id, const turn& added);

    // The same for those of `turns` that the conversation does not have yet, told by their questions: some
    // clients send the whole conversation after each answer. All of them or, on failure, none.
    result<void> append_missing(std::string_view visitor, std::string_view id, std::span<const turn> turns);

    // The newest `count` conversations before `next` of an earlier page.
    result<page> list(std::string_view visitor, std::optional<std::int64_t> before, std::size_t count);

    // Those with `words` in the title, a question or an answer, newest first. Case and accents do not matter.
    result<std::vector<summary>> search(std::string_view visitor, std::string_view words, std::size_t count);

    // errc::not_found when the visitor has no such conversation, for these three.
    result<conversation> find(std::string_view visitor, std::string_view id);
    result<void> rename(std::string_view visitor, std::string_view id, std::string_view title);
    result<void> remove(std::string_view visitor, std::string_view id);

    // Conversations and feedback.
    result<void> remove_all(std::string_view visitor);

    // Replaces what the visitor thought of that answer before.
    result<void> give(std::string_view visitor, const feedback& given);

private:
    store(sqlite::database db, store_limits limits, clock now);

    result<void> check(std::string_view id, const turn& added) const;
    result<std::int64_t> open_conversation(std::string_view visitor, std::string_view id,
                                           std::string_view first_question);
    result<void> add(std::int64_t conversation, const turn& added);
    result<void> drop_what_is_too_much(std::string_view visitor);
    result<void> drop_what_is_too_old();
    std::int64_t now_ms() const;

    sqlite::database db_;
    store_limits limits_;
    clock now_;
    std::int64_t next_look_ms_ = 0;  // for what is too old
};

// The first question, cut to 50 characters: what a conversation is called until its visitor names it.
std::string title_from(std::string_view question);

}  // namespace parley::history
