// One fixture: which requests it answers, and with what. Read from files by fixtures/fixture_reader.hpp.
#pragma once

#include "mock/asked.hpp"
#include "mock/body_path.hpp"
#include "mock/default_reply.hpp"
#include "mock/pattern.hpp"
#include "mock/reply.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::mock {

// How a text must be. Exact is the default, so that a short pattern never answers what it was not meant for.
struct text_condition {
    enum class kind { exact, prefix, suffix, contains, regex } how = kind::exact;
    std::string text;
    std::shared_ptr<const pattern> compiled = {};  // of kind regex; its groups are there for templates
};

// All of a request's JSON but what is named, as body_hash.hpp makes one word of it.
struct body_condition {
    std::string hash;
    std::vector<body_path> ignoring = {};

    bool operator==(const body_condition&) const = default;
};

// All that are given must hold.
struct conditions {
    std::optional<endpoint> at = {};
    std::optional<text_condition> model = {};
    std::optional<text_condition> last_user = {};  // the last message of role user
    std::optional<text_condition> any_message = {};
    std::optional<text_condition> system = {};       // all system and developer texts, by newlines
    std::optional<text_condition> tool_result = {};  // the last message, when a tool said it
    std::optional<text_condition> input = {};        // any text to embed
    std::optional<std::string> messages_hash = {};   // of all roles and texts; a miss tells that of a request
    std::optional<std::string> tool_call_id = {};    // of the last message
    std::optional<std::string> last_role = {};
    std::optional<std::vector<std::string>> tools = {};  // exactly these names, in any order
    std::optional<std::string> tool_choice = {};
    std::optional<std::string> response_format = {};
    std::optional<std::size_t> turn = {};  // assistant messages so far
    std::optional<std::size_t> nth = {};   // n-th request since the start or the last reset, from 1
    std::optional<bool> stream = {};
    std::optional<bool> with_image = {};
    std::optional<std::string> key_hash = {};
    std::optional<body_condition> body = {};
    std::vector<std::pair<std::string, text_condition>> headers = {};
    bool normalised = false;  // white space and case folded on both sides
};

struct fixture_reply {
    std::shared_ptr<const reply> fixed;
    std::optional<default_settings> generated = {};  // its content takes the place of that of `fixed`
};

// What happens after the last of several replies.
enum class after_last { fail, repeat, cycle };

struct fixture {
    std::string name;
    conditions when = {};
    std::vector<fixture_reply> replies = {};  // in turn, one per request that matches
    after_last then = after_last::fail;       // with a single reply: repeat
    bool templated = false;                   // {{last_user}}, {{model}}, {{1}} … in texts are filled in
    std::optional<std::size_t> expected_calls = {};  // another count at the end is a failure
    std::string file = {};                           // where it came from, for messages
    std::size_t line = 0;
    std::string file_hash = {};  // of the whole text it was read from
};

}  // namespace parley::mock
