// All SQL of the history: the schema as numbered migrations, the rows, and every statement.
//
// Values are bound, never pasted; a statement that does not fit the schema does not compile
// (sqlite/query.hpp).
#pragma once

#include "sqlite/query.hpp"

namespace parley::history::sql {

struct schema {
    static constexpr std::array<const char*, 1> migrations = {R"(
create table conversation (
    number integer primary key autoincrement,
    visitor text not null,
    id text not null,                 -- the name that clients have for it
    title text not null,
    folded_title text not null,
    changed_ms integer not null,
    newest_turn integer not null,     -- rises with every turn of any conversation, so it orders them
    unique (visitor, id)
) strict;
create index conversation_by_newest on conversation (visitor, newest_turn);
create index conversation_by_change on conversation (changed_ms);

-- What is searched stands before what may be long.
create table turn (
    number integer primary key autoincrement,
    conversation integer not null references conversation (number) on delete cascade,
    run_id text not null,
    folded_text text not null,
    question text not null,
    answer text not null,
    context text not null
) strict;
create index turn_by_conversation on turn (conversation, number);
create index turn_by_run on turn (run_id);

-- A later opinion of the same visitor replaces the one before.
create table feedback (
    visitor text not null,
    run_id text not null,
    rating text not null,
    category text not null,
    comment text not null,
    given_ms integer not null,
    primary key (visitor, run_id)
) strict;
create index feedback_by_time on feedback (given_ms);
)"};
};

struct number_row {
    std::int64_t number = 0;
};
struct newest_turn_row {
    std::int64_t newest_turn = 0;
};
struct summary_row {
    std::string id;
    std::string title;
    std::int64_t changed_ms = 0;
    std::int64_t newest_turn = 0;
};
struct conversation_row {
    std::int64_t number = 0;
    std::string title;
    std::int64_t changed_ms = 0;
};
struct question_row {
    std::string question;
};
struct turn_row {
    std::string run_id;
    std::string question;
    std::string answer;
    std::string context;
};
struct feedback_row {
    std::string run_id;
    std::string rating;
    std::string category;
    std::string comment;
    std::int64_t given_ms = 0;
    std::string question;
    std::string answer;
};

}  // namespace parley::history::sql

namespace parley::sqlite {

template <>
struct columns_of<history::sql::number_row> {
    using row = history::sql::number_row;
    static constexpr std::tuple list{column{"number", &row::number}};
};
template <>
struct columns_of<history::sql::newest_turn_row> {
    using row = history::sql::newest_turn_row;
    static constexpr std::tuple list{column{"newest_turn", &row::newest_turn}};
};
template <>
struct columns_of<history::sql::summary_row> {
    using row = history::sql::summary_row;
    static constexpr std::tuple list{column{"id", &row::id}, column{"title", &row::title},
                                     column{"changed_ms", &row::changed_ms},
                                     column{"newest_turn", &row::newest_turn}};
};
template <>
struct columns_of<history::sql::conversation_row> {
    using row = history::sql::conversation_row;
    static constexpr std::tuple list{column{"number", &row::number}, column{"title", &row::title},
                                     column{"changed_ms", &row::changed_ms}};
};
template <>
struct columns_of<history::sql::question_row> {
    using row = history::sql::question_row;
    static constexpr std::tuple list{column{"question", &row::question}};
};
template <>
struct columns_of<history::sql::turn_row> {
    using row = history::sql::turn_row;
    static constexpr std::tuple list{column{"run_id", &row::run_id}, column{"question", &row::question},
                                     column{"answer", &row::answer}, column{"context", &row::context}};
};
template <>
struct columns_of<history::sql::feedback_row> {
    using row = history::sql::feedback_row;
    static constexpr std::tuple list{
        column{"feedback.run_id", &row::run_id}, column{"rating", &row::rating},
        column{"category", &row::category},      column{"comment", &row::comment},
        column{"given_ms", &row::given_ms},      column{"question", &row::question},
        column{"answer", &row::answer}};
};

}  // namespace parley::sqlite

namespace parley::history::sql {

using text = std::string_view;
using integer = std::int64_t;

template <class... Values>
using change = sqlite::query<schema, sqlite::no_row, Values...>;
template <class Row, class... Values>
using question = sqlite::query<schema, Row, Values...>;

// Conversations. The visitor stands in each of them: nobody reaches another's.
inline constexpr question<conversation_row, text, text> find_conversation{
    "select number, title, changed_ms from conversation where visitor = :visitor and id = :id"};
inline constexpr change<text, text, text, text> insert_conversation{
    "insert into conversation (visitor, id, title, folded_title, changed_ms, newest_turn) "
    "values (:visitor, :id, :title, :folded_title, 0, 0)"};
inline constexpr change<integer, integer, integer> touch_conversation{
    "update conversation set changed_ms = :changed_ms, newest_turn = :newest_turn where number = :number"};
inline constexpr change<text, text, text, text> rename_conversation{
    "update conversation set title = :title, folded_title = :folded_title where visitor = :visitor and id = "
    ":id"};
inline constexpr change<text, text> remove_conversation{
    "delete from conversation where visitor = :visitor and id = :id"};
inline constexpr change<text> remove_conversations{"delete from conversation where visitor = :visitor"};
inline constexpr change<integer> remove_conversations_before{
    "delete from conversation where changed_ms < :changed_ms"};

// `newest_turn` of the last one that may stay, when there are more.
inline constexpr question<newest_turn_row, text, integer> newest_turn_too_many{
    "select newest_turn from conversation where visitor = :visitor order by newest_turn desc "
    "limit 1 offset :offset"};
inline constexpr change<text, integer> remove_conversations_up_to{
    "delete from conversation where visitor = :visitor and newest_turn <= :newest_turn"};

inline constexpr question<summary_row, text, integer, integer> page_of_conversations{
    "select id, title, changed_ms, newest_turn from conversation "
    "where visitor = :visitor and newest_turn < :newest_turn order by newest_turn desc limit :limit"};
inline constexpr question<summary_row, text, text, text, integer> search_conversations{
    "select id, title, changed_ms, newest_turn from conversation where visitor = :visitor and "
    "(instr(folded_title, :folded_title) or exists (select number from turn "
    "where turn.conversation = conversation.number and instr(turn.folded_text, :folded_text))) "
    "order by newest_turn desc limit :limit"};

// Turns.
inline constexpr change<integer, text, text, text, text, text> insert_turn{
    "insert into turn (conversation, run_id, folded_text, question, answer, context) "
    "values (:conversation, :run_id, :folded_text, :question, :answer, :context)"};
inline constexpr question<turn_row, integer> turns_of{
    "select run_id, question, answer, context from turn where conversation = :conversation order by number"};
inline constexpr question<question_row, integer> questions_of{
    "select question from turn where conversation = :conversation order by number"};

// Feedback.
inline constexpr change<text, text, text, text, text, integer> put_feedback{
    "insert or replace into feedback (visitor, run_id, rating, category, comment, given_ms) "
    "values (:visitor, :run_id, :rating, :category, :comment, :given_ms)"};
inline constexpr change<integer> remove_feedback_before{"delete from feedback where given_ms < :given_ms"};
inline constexpr change<text> remove_feedback_of{"delete from feedback where visitor = :visitor"};
// What was asked and answered is shown only from the same visitor's own turns.
inline constexpr question<feedback_row, integer> feedback_since{
    "select feedback.run_id, rating, category, comment, given_ms, question, answer from feedback "
    "left join (turn join conversation on conversation.number = turn.conversation) "
    "on turn.run_id = feedback.run_id and conversation.visitor = feedback.visitor "
    "where given_ms >= :given_ms order by given_ms desc"};

}  // namespace parley::history::sql
