// For tests: requests as clients send them, and what a script does with all its steps taken.
#pragma once

#include "mock/wire/make_script.hpp"
#include "mock/wire/request_reader.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace parley::mock {

// With the type of JSON, unless `headers` name another.
inline http::request post(std::string path, std::string body, http::fields headers = {},
                          std::string query = {})
{
    http::request made;
    made.method = "POST";
    made.path = std::move(path);
    made.query = std::move(query);
    made.headers = std::move(headers);
    if (!made.headers.find("Content-Type")) made.headers.set("Content-Type", "application/json");
    made.body = std::move(body);
    return made;
}

inline http::request get(std::string path)
{
    http::request made;
    made.method = "GET";
    made.path = std::move(path);
    return made;
}

// What a request asks that is not refused.
inline asked read_good(http::request from, const reader_settings& settings = {})
{
    auto outcome = read_request(std::move(from), settings);
    EXPECT_FALSE(outcome.refused) << (outcome.refused ? outcome.refused->message : "");
    return std::move(outcome.what);
}

// Everything that a script did, in a form that tests can compare.
struct acted {
    std::optional<send_head> head;
    std::string bytes;
    std::string order;  // h head, b bytes, w wait, p pause, d drip
    std::vector<std::chrono::nanoseconds> waits;
    std::vector<std::string> pauses;
    std::vector<std::size_t> pause_places;  // bytes sent before each
    ending how = ending::whole;
};

inline acted act_out(script& what)
{
    acted all;
    for (;;) {
        auto next = what.next(all.bytes);
        if (auto* const head = std::get_if<send_head>(&next)) {
            all.order += 'h';
            if (head->body) all.bytes += *head->body;
            all.head = std::move(*head);
        } else if (const auto* const wait = std::get_if<wait_for>(&next)) {
            all.order += 'w';
            all.waits.push_back(wait->time);
        } else if (const auto* const pause = std::get_if<pause_at>(&next)) {
            all.order += 'p';
            all.pauses.emplace_back(pause->name);
            all.pause_places.push_back(all.bytes.size());
        } else if (std::holds_alternative<drip>(next)) {
            all.order += 'd';
        } else if (const auto* const how = std::get_if<ending>(&next)) {
            all.how = *how;
            return all;
        } else {
            all.order += 'b';
        }
    }
}

inline acted act_out(const asked& asking, reply answer, const script_settings& settings = {})
{
    const auto what = make_script(asking, std::make_shared<reply>(std::move(answer)), settings);
    return act_out(*what);
}

// The exact bytes of tests/golden/mock/NAME. With PARLEY_WRITE_GOLDEN in the environment `written` becomes
// the golden file first: then look at the difference before committing it.
inline std::string golden(const std::string& name, const std::string& written)
{
    const std::string path = PARLEY_SOURCE_DIR "/tests/golden/mock/" + name;
    if (std::getenv("PARLEY_WRITE_GOLDEN")) std::ofstream(path, std::ios::binary) << written;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

}  // namespace parley::mock
