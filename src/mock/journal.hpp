// What was asked and what became of it: the last so many requests, without keys.
//
// Belongs to one loop. Limits: entries and bytes; the oldest go first. A body beyond 64 KiB is kept in part.
#pragma once

#include "mock/matcher.hpp"
#include "mock/player.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <deque>
#include <memory>

namespace parley::mock {

struct journal_entry {
    enum class outcome { answered, defaulted, missed, refused, passed_on, login };

    std::size_t number = 0;  // from 1, since the start
    std::chrono::system_clock::time_point at = {};
    deadline began = {};
    http::request request = {};  // without credentials; the body as far as it is kept
    std::size_t body_bytes = 0;  // as it came
    endpoint where = endpoint::chat;
    std::string_view login = {};  // of a request for a token: the endpoint's name; empty: a model's API
    std::string model = {};
    std::string scope = {};
    std::string key_hash = {};  // of the key that came, if any
    std::size_t nth = 0;  // which request this is in its scope, as fixtures see it; 0: none looked at it
    bool stream = false;
    outcome what = outcome::answered;
    std::string fixture = {};
    std::optional<miss> missed = {};
    std::string warning = {};
    played answer = {};
    std::optional<std::chrono::milliseconds> took = {};  // none: still being answered
    bool reader_left = false;                            // before the answer was whole

    bool is_whole() const { return request.body.size() == body_bytes; }
};

struct journal_limits {
    std::size_t entries_max = 1000;
    std::size_t bytes_max = 32 * 1024 * 1024;
};

class journal {
public:
    explicit journal(journal_limits limits) : limits_(limits) {}

    // The entry is shared with who fills it in, and stays good when it is no longer kept here.
    std::shared_ptr<journal_entry> begin(const http::request& from);

    const std::deque<std::shared_ptr<journal_entry>>& entries() const { return entries_; }
    std::size_t forgotten() const { return forgotten_; }  // since the start or the last reset
    void reset();
    void reset(const std::string& scope);

private:
    void forget_oldest();

    journal_limits limits_;
    std::deque<std::shared_ptr<journal_entry>> entries_;
    std::size_t next_ = 1;
    std::size_t bytes_ = 0;
    std::size_t forgotten_ = 0;
};

std::string_view name_of(journal_entry::outcome what);
std::string_view endpoint_name(const journal_entry& of);

// As the control plane shows it, with all that looks like a key taken out.
boost::json::object to_json(const journal_entry& from);
boost::json::object to_json(const miss& from);

}  // namespace parley::mock
