#include "mock/journal.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "mock/redact.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <cstdio>

namespace parley::mock {
namespace {

constexpr std::size_t body_kept_max = 64 * 1024;
constexpr std::size_t text_kept_max = 8 * 1024;  // of a query, a path, and the value of a header
constexpr std::size_t entry_bytes_least = 1024;  // of one that holds no text
constexpr std::size_t header_bytes_least = 64;

std::size_t bytes_of(const journal_entry& entry)
{
    const auto& request = entry.request;
    auto bytes = entry_bytes_least + request.method.size() + request.path.size() + request.query.size() +
                 request.id.size() + request.body.capacity();
    for (const auto& [name, value] : request.headers)
        bytes += header_bytes_least + name.size() + value.size();
    return bytes;
}

// Without its secrets first: half a key is one, too.
std::string kept(std::string text)
{
    if (text.size() > text_kept_max) text.resize(utf8::prefix(text, text_kept_max).size());
    return text;
}

std::string_view name_of(ending how)
{
    switch (how) {
        case ending::whole:
            return "whole";
        case ending::cut:
            return "cut";
        case ending::reset:
            return "reset";
        case ending::stall:
            return "stall";
    }
    return "";
}

// `2026-01-31T12:00:00.000Z`
std::string time_text(std::chrono::system_clock::time_point at)
{
    using namespace std::chrono;
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(floor<milliseconds>(at - day));
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return text;
}

// Its secrets are taken out before it is kept: whatever they look like, their names tell.
bool is_form(const http::fields& headers)
{
    const auto type = ascii::lower_case(headers.find("Content-Type").value_or(""));
    return type.starts_with("application/x-www-form-urlencoded");
}

boost::json::value body_of(const journal_entry& entry)
{
    const auto text = redacted(entry.request.body);
    boost::system::error_code failed;
    auto read = boost::json::parse(text, failed);
    return failed || !entry.is_whole() ? boost::json::value(boost::json::string(text)) : read;
}

}  // namespace

std::shared_ptr<journal_entry> journal::begin(const http::request& from)
{
    auto entry = std::make_shared<journal_entry>();
    entry->number = next_++;
    entry->at = std::chrono::system_clock::now();
    entry->began = std::chrono::steady_clock::now();
    entry->request.method = from.method;
    entry->request.path = kept(redacted(from.path));
    entry->request.query = kept(redacted(redacted_form(from.query)));
    for (const auto& [name, value] : from.headers)
        if (!is_credential(name)) entry->request.headers.add(name, kept(redacted(value)));
    entry->request.body = from.body.substr(0, body_kept_max);
    if (is_form(from.headers)) entry->request.body = redacted_form(entry->request.body);
    entry->request.id = from.id;
    entry->body_bytes = from.body.size();
    bytes_ += bytes_of(*entry);
    entries_.push_back(entry);
    while (entries_.size() > limits_.entries_max || (bytes_ > limits_.bytes_max && !entries_.empty()))
        forget_oldest();
    return entry;
}

void journal::forget_oldest()
{
    auto& oldest = *entries_.front();
    bytes_ -= bytes_of(oldest);
    oldest.request = {};  // its answer may still be playing, and holds the entry
    entries_.pop_front();
    ++forgotten_;
}

void journal::reset()
{
    entries_.clear();
    bytes_ = 0;
    forgotten_ = 0;
}

void journal::reset(const std::string& scope)
{
    std::erase_if(entries_, [&](const auto& entry) {
        const bool goes = entry->scope == scope;
        if (goes) bytes_ -= bytes_of(*entry);
        return goes;
    });
}

std::string_view name_of(journal_entry::outcome what)
{
    switch (what) {
        case journal_entry::outcome::answered:
            return "answered";
        case journal_entry::outcome::defaulted:
            return "default";
        case journal_entry::outcome::missed:
            return "missed";
        case journal_entry::outcome::refused:
            return "refused";
        case journal_entry::outcome::passed_on:
            return "passed_on";
        case journal_entry::outcome::login:
            return "login";
    }
    return "";
}

std::string_view endpoint_name(const journal_entry& of)
{
    return of.login.empty() ? name_of(of.where) : of.login;
}

boost::json::object to_json(const miss& from)
{
    boost::json::array differs;
    for (const auto& each : from.differs)
        differs.push_back(boost::json::object{
            {"field", each.field}, {"expected", redacted(each.wanted)}, {"got", redacted(each.got)}});
    return {
        {"code", name_of(from.because)},
        {"message", redacted(from.sentence)},
        {"nearest", from.nearest.empty() ? boost::json::value(nullptr) : boost::json::value(from.nearest)},
        {"differences", std::move(differs)}};
}

boost::json::object to_json(const journal_entry& from)
{
    boost::json::object headers;
    for (const auto& [name, value] : from.request.headers) headers.insert_or_assign(name, value);
    boost::json::object made{
        {"number", from.number},
        {"at", time_text(from.at)},
        {"request_id", from.request.id},
        {"method", from.request.method},
        {"path", from.request.path},
        {"query", from.request.query},
        {"headers", std::move(headers)},
        {"body", body_of(from)},
        {"body_bytes", from.body_bytes},
        {"endpoint", endpoint_name(from)},
        {"model", from.model},
        {"scope", from.scope},
        {"stream", from.stream},
        {"outcome", name_of(from.what)},
        {"matched", from.what == journal_entry::outcome::answered},
        {"fixture", from.fixture.empty() ? boost::json::value(nullptr) : boost::json::value(from.fixture)},
        {"status", from.answer.status},
        {"bytes", from.answer.bytes},
        {"writes", from.answer.writes},
        {"late_writes", from.answer.late},
        {"ending", from.answer.ended ? boost::json::value(name_of(from.answer.how)) : nullptr},
        {"reader_left", from.reader_left},
        {"took_ms", from.took ? boost::json::value(from.took->count()) : boost::json::value(nullptr)},
    };
    if (from.missed) made["miss"] = to_json(*from.missed);
    if (!from.warning.empty()) made["warning"] = from.warning;
    return made;
}

}  // namespace parley::mock
