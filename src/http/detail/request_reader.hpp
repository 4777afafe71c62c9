// Turns the bytes of a connection into one request, within limits.
//
// No I/O: bytes in, a request or a refusal out. One reader per request; what was fed beyond its end
// (pipelining) is handed back by `take_rest`. Stricter than Beast's parser beneath it wherever two
// readers of one message could disagree about where it ends (request smuggling, RFC 9112 §11.2).
#pragma once

#include "http/message.hpp"
#include "http/status.hpp"

#include <cstddef>
#include <functional>

namespace parley::http {

struct request_limits {
    std::size_t target_bytes_max = 8 * 1024;   // 414
    std::size_t header_bytes_max = 16 * 1024;  // 431, request line included
    std::size_t header_count_max = 100;        // 431
    std::size_t body_bytes_max = 1024 * 1024;  // 413, also when it comes in chunks
};

// What takes the place of `body_bytes_max` for requests whose bodies are not held; nothing: they are.
using other_body_limit =
    std::function<std::optional<std::size_t>(std::string_view method, std::string_view path)>;

enum class keep_alive : bool { no, yes };

class request_reader {
public:
    explicit request_reader(request_limits limits, other_body_limit other = {});
    ~request_reader();

    // Adds bytes as they came off the wire. A refusal is final: nothing may be fed after it.
    std::optional<refusal> feed(std::string_view bytes);

    // Whether anything has come but empty lines, which are passed over in front of a request.
    bool begun() const;

    bool head_complete() const;
    bool complete() const;

    // The client waits for `100 Continue` before it sends the body it announced.
    bool waits_for_continue() const;

    keep_alive wanted() const;

    // HTTP/1.0 knows no chunks: a stream to it ends with the connection.
    bool knows_chunks() const;

    // What has been read of the body, and was not taken.
    std::size_t body_bytes() const;

    // What has come of the body since the last call: `take_request` gives the rest.
    std::string take_body();

    // After `head_complete`.
    const request& head() const;

    // After `complete`: method, path, query, headers and body; also what is known of it after a refusal.
    request take_request();

    // After `complete`: the bytes behind the request.
    std::string take_rest();

private:
    class parser;

    std::optional<refusal> advance(std::string_view bytes);
    bool in_request_line(std::string_view bytes) const;

    request_limits limits_;
    std::unique_ptr<parser> parser_;
    std::string pending_;  // fed but not yet taken by the parser, at most header_bytes_max
};

}  // namespace parley::http
