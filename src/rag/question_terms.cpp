#include "rag/question_terms.hpp"

#include "base/is_one_of.hpp"
#include "base/utf8.hpp"
#include "rag/follow_up.hpp"

#include <algorithm>
#include <array>

namespace parley::rag {
namespace {

// Each term is looked for in each sentence. A longer question is a pasted text: its beginning has to do.
constexpr std::size_t question_bytes_max = 4000;
constexpr std::size_t terms_max = 64;

constexpr double borrowed_weight = 0.6;
constexpr double measure_weight = 0.5;  // "how many euros": the answer may say cents

constexpr auto measures = std::to_array<std::string_view>(
    {"big", "deep", "far", "fast", "few", "heavy", "high", "large", "long", "many", "much", "often", "old",
     "quickly", "soon", "tall", "thick", "wide"});

constexpr auto number_nouns = std::to_array<std::string_view>(
    {"age",    "amount", "budget", "capacity", "code",        "cost",   "costs",   "duration",   "fee",
     "height", "length", "limit",  "maximum",  "minimum",     "number", "percent", "percentage", "price",
     "rate",   "salary", "share",  "size",     "temperature", "total",  "version", "weight",     "width"});

constexpr auto time_nouns =
    std::to_array<std::string_view>({"date", "day", "deadline", "hour", "hours", "month", "time", "year"});

constexpr auto units = std::to_array<std::string_view>(
    {"cents",  "centimetres", "day",       "days",       "degrees", "dollars", "euro",   "euros",   "grams",
     "hour",   "hours",       "kilograms", "kilometres", "litres",  "metres",  "minute", "minutes", "month",
     "months", "percent",     "pounds",    "seconds",    "times",   "week",    "weeks",  "year",    "years"});

constexpr auto number_words = std::to_array<std::string_view>(
    {"dozen",    "eight",   "eighteen", "eighty",   "eleven",  "fifteen",   "fifth",     "fifty",
     "five",     "forty",   "four",     "fourteen", "half",    "hundred",   "million",   "nine",
     "nineteen", "ninety",  "none",     "once",     "quarter", "seven",     "seventeen", "seventy",
     "six",      "sixteen", "sixty",    "ten",      "third",   "thirteen",  "thirty",    "thousand",
     "three",    "twelve",  "twenty",   "twice",    "two",     "unlimited", "zero"});

constexpr auto time_words = std::to_array<std::string_view>(
    {"first",    "second",    "fourth",   "fifth",     "sixth",    "seventh",  "eighth",   "ninth",
     "tenth",    "afternoon", "april",    "august",    "december", "evening",  "february", "friday",
     "january",  "july",      "june",     "march",     "midnight", "monday",   "morning",  "noon",
     "november", "october",   "saturday", "september", "sunday",   "thursday", "tuesday",  "wednesday",
     "weekly",   "daily",     "monthly",  "yearly",    "annually", "quarterly"});

constexpr auto role_words = std::to_array<std::string_view>(
    {"board", "chair", "committee", "department", "desk", "director", "doctor", "engineer", "head", "lead",
     "manager", "office", "officer", "owner", "president", "representative", "staff", "supervisor", "team"});

constexpr auto reason_words = std::to_array<std::string_view>(
    {"because", "since", "therefore", "so", "avoid", "prevent", "reason", "purpose", "otherwise", "why"});

bool has_one_of(std::span<const std::string_view> list, const std::vector<word>& words)
{
    return std::ranges::any_of(words, [list](const word& w) { return is_one_of(list, w.lower); });
}

// A capital letter that is not there only because a sentence begins.
bool has_inner_capital(const std::vector<word>& words)
{
    return words.size() > 1 && std::any_of(words.begin() + 1, words.end(),
                                           [](const word& w) { return w.has_capital && w.lower != "i"; });
}

// A number that the question did not name itself and that is no part of a name, as in "Wren 220".
bool has_quantity(const question_terms& asked, const std::vector<word>& words)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_in_name = i > 0 && words[i - 1].has_capital && words[i].has_digit;
        const bool is_asked = std::ranges::find(asked.terms, words[i].term, &term::text) != asked.terms.end();
        if (is_number(words[i]) && !is_in_name && !is_asked) return true;
    }
    return false;
}

bool asks_how_much(const std::vector<word>& words, std::size_t at)
{
    return at > 0 && words[at - 1].lower == "how" && is_one_of(measures, words[at].lower);
}

wanted kind_of(const std::vector<word>& words)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& w = words[i].lower;
        if (asks_how_much(words, i)) return wanted::number;
        if (w == "when") return wanted::time;
        if (w == "who" || w == "whom" || w == "whose") return wanted::person;
        if (w == "why") return wanted::reason;
        if (w != "what" && w != "which") continue;
        // "what is the daily rate", "until what time": the noun stands close behind.
        for (std::size_t next = i + 1; next < std::min(i + 5, words.size()); ++next) {
            if (is_one_of(number_nouns, words[next].lower)) return wanted::number;
            if (is_one_of(time_nouns, words[next].lower)) return wanted::time;
        }
    }
    return wanted::anything;
}

// In German every noun has a capital, and in a title every word: then capitals say nothing about names.
bool capitals_mean_names(const std::vector<word>& words)
{
    const auto content = std::ranges::count_if(words, [](const word& w) { return !w.is_stop_word; });
    const auto capitals =
        std::ranges::count_if(words, [](const word& w) { return !w.is_stop_word && w.has_capital; });
    return capitals * 2 <= content || content <= 2;
}

void add_terms(std::vector<term>& terms, const std::vector<word>& words, double weight)
{
    const bool has_names = capitals_mean_names(words);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& w = words[i];
        if (terms.size() == terms_max) return;
        if (w.is_stop_word || asks_how_much(words, i)) continue;
        if (std::ranges::find(terms, w.term, &term::text) != terms.end()) continue;
        const bool is_name = w.has_digit || (has_names && w.has_capital && i > 0);
        const bool is_measure = i > 0 && words[i - 1].lower == "many" && is_one_of(units, w.lower);
        terms.push_back({w.term, is_measure ? weight * measure_weight : weight, is_name});
    }
}

}  // namespace

question_terms terms_of(const question& asked, borrowing from, word_reader& reader)
{
    const auto own = reader.read(utf8::prefix(asked.text, question_bytes_max));
    question_terms all;
    all.kind = kind_of(own);
    add_terms(all.terms, own, 1);
    if (from == borrowing::none) return all;

    const auto earlier = reader.read(borrowed_text(asked));
    add_terms(all.terms, earlier, borrowed_weight);
    if (all.kind == wanted::anything) all.kind = kind_of(earlier);
    return all;
}

bool holds(const question_terms& asked, const std::vector<word>& words)
{
    switch (asked.kind) {
        case wanted::number:
            return has_quantity(asked, words);
        case wanted::time:
            return has_one_of(time_words, words) || has_quantity(asked, words);
        case wanted::person:
            return has_inner_capital(words) || has_one_of(role_words, words);
        case wanted::reason:
            return has_one_of(reason_words, words);
        case wanted::anything:
            return true;
    }
    return true;
}

bool is_number(const word& w)
{
    return w.has_digit || is_one_of(number_words, w.lower);
}

}  // namespace parley::rag
