// One request being answered. A handler answers exactly once: `send`, `send_static`, `send_file`,
// or `begin_stream` with writes and `finish`.
//
// Belongs to one loop. Every write is awaited until the bytes are with the kernel, so a slow reader
// slows its handler and nothing else. When the reader leaves, the handler's coroutine is cancelled
// (terminal): what it awaits ends with operation_aborted, and it should return or let that pass through.
#pragma once

#include "http/message.hpp"

#include <filesystem>

namespace parley::http {

// A file to be sent: byte ranges (RFC 9110 §14) and conditional requests (§13) are the server's business.
struct file_response {
    std::filesystem::path path;  // opened by the server; its name never comes from a request unchecked
    std::string media_type;
    std::string etag;  // with its quotes
    fields headers = {};
};

// Bytes that outlive the program's requests, such as the embedded web client.
struct static_response {
    std::string_view body;
    std::string_view media_type;
    std::string_view etag;  // with its quotes
    fields headers = {};
};

// How a connection ends in the middle of an answer, seen from the reader: with FIN, or with RST.
enum class cut_how { in_order, reset };

class exchange {
public:
    virtual ~exchange() = default;

    virtual asio::awaitable<result<void>> send(response answer) = 0;
    virtual asio::awaitable<result<void>> send_static(static_response answer) = 0;
    virtual asio::awaitable<result<void>> send_file(file_response answer) = 0;

    // Status and headers of a streamed body. Nothing has been sent before the first write or flush.
    virtual void begin_stream(unsigned status, fields headers) = 0;

    // One chunk, with the kernel when this returns; empty bytes send the head alone. errc::closed: the reader
    // has left, errc::timed_out: it takes nothing any more. Valid between begin_stream and finish.
    virtual asio::awaitable<result<void>> write(std::string_view bytes) = 0;

    // Writes one chunk (or the head, if it is still held) only if the socket takes it at once and no write is
    // under way; says whether it did. For heartbeats sent from beside the handler, on the same loop.
    // Bytes the socket took in part are completed before the next write.
    virtual bool nudge(std::string_view bytes) = 0;

    // Ends the stream properly, with `last` as its last chunk if it is not empty, in one write. Without it
    // the connection is cut, which tells the reader it is incomplete.
    virtual asio::awaitable<result<void>> finish(std::string_view last) = 0;

    // Ends the connection at once, whatever has been sent: for servers that are there to fail. The handler
    // returns afterwards.
    virtual void cut(cut_how how) = 0;

    // Whether the head of the answer is out, so that a failure can no longer change the status.
    virtual bool head_sent() const = 0;
};

}  // namespace parley::http
