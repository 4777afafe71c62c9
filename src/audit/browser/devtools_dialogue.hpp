// What is said on a browser's DevTools pipe, as text: numbered commands out, their answers and events in.
//
// https://chromedevtools.github.io/devtools-protocol/, with flat sessions: each message names the page or
// frame that it is about. No I/O here.
#pragma once

#include "base/error.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace parley::audit {

struct devtools_answer {
    std::uint64_t command = 0;
    result<boost::json::object> outcome;  // upstream_rejected: the browser said no, with its words
};

struct devtools_event {
    std::string session;  // empty: of the browser itself
    std::string method;
    boost::json::object parameters;
};

class devtools_dialogue {
public:
    struct command {
        std::uint64_t number;
        std::string text;  // with its end
    };

    command ask(std::string_view session, std::string_view method, const boost::json::object& parameters);

    // errc::malformed for what is neither an answer nor an event.
    static result<std::variant<devtools_answer, devtools_event>> read(std::string_view message);

private:
    std::uint64_t last_number_ = 0;
};

}  // namespace parley::audit
