// Parses one HTTP/1.1 response: bytes in, head and body out. No I/O.
//
// Bodies end by Content-Length, by the last chunk, or when the peer closes. Interim (1xx) answers are
// skipped. Chunks that arrive together are joined in place, so one read of the wire is one piece.
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <memory>
#include <span>

namespace parley::http {

enum class body_rule { as_framed, none };  // none: the answer to HEAD and CONNECT

class response_reader {
public:
    response_reader(std::size_t header_bytes_max, body_rule rule);
    ~response_reader();

    struct progress {
        std::size_t used;       // the rest must be given again, with more behind it
        std::string_view body;  // inside the bytes given
    };

    // Takes bytes as they came off the wire, and moves them about.
    result<progress> feed(std::span<char> bytes);

    // The peer has closed. An error when it was too early.
    result<void> finish();

    bool head_done() const;
    bool done() const;
    bool keep_alive() const;  // meaningful when done
    unsigned status() const;
    const std::string& reason() const;
    const fields& headers() const;
    void forget_head();  // reason and headers

private:
    class parser;
    std::unique_ptr<parser> parser_;
    std::size_t header_bytes_max_;
    body_rule rule_;
    int interim_answers_ = 0;
};

}  // namespace parley::http
