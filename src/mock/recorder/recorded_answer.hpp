// An answer as it came, and the same as a reply of a fixture file, cleared of keys.
//
// A stream of events in the usual framing becomes `events`; a whole answer becomes `body`; whatever neither
// can say exactly, split points included, becomes `pieces`. Pure functions.
#pragma once

#include "base/error.hpp"
#include "http/message.hpp"
#include "mock/recorder/key_finder.hpp"
#include "mock/recorder/spool.hpp"

namespace parley::mock {

struct recorded_answer {
    enum class ending {
        whole,
        closed_before_head,  // the host ended the connection without a word
        closed,              // in mid-answer
        silent,              // nothing came any more
        reader_left,         // the client did, and the rest was not asked for
    };

    enum class known_times { of_each, of_first, none };  // piece

    unsigned status = 200;
    http::fields headers = {};  // those that are kept
    std::vector<timed_piece> pieces = {};
    ending how = ending::whole;
    known_times times = known_times::of_each;  // others than those that came here do not know all
};

// One item of the list of `replies`, indented for it. errc::invalid_input: what is left still looks like a
// key, cut into several events perhaps, and must not be saved.
result<std::string> to_reply_text(const recorded_answer& from, const key_finder& keys);

}  // namespace parley::mock
