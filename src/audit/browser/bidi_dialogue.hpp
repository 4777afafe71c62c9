// What is said in WebDriver BiDi, as text: numbered commands out, their answers and events in.
//
// https://w3c.github.io/webdriver-bidi/. No I/O here.
#pragma once

#include "base/error.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace parley::audit {

struct bidi_answer {
    std::uint64_t command = 0;
    result<boost::json::object> outcome;  // see bidi_dialogue::read
};

struct bidi_event {
    std::string method;
    boost::json::object parameters;
};

class bidi_dialogue {
public:
    struct command {
        std::uint64_t number;
        std::string text;
    };

    command ask(std::string_view method, const boost::json::object& parameters);

    // A refusal is errc::unsupported when the browser does not know the command, closed when what it is about
    // is gone, else upstream_rejected; with the browser's words. errc::malformed for what is neither an
    // answer nor an event.
    static result<std::variant<bidi_answer, bidi_event>> read(std::string_view message);

private:
    std::uint64_t last_number_ = 0;
};

}  // namespace parley::audit
