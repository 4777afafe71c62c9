// Takes the body of one request while it arrives, for routes whose bodies are too large to be held.
//
// Made when the head of its request is in. When the connection ends first it is destroyed, and what it took
// is worth nothing.
#pragma once

#include "http/exchange.hpp"

#include <cstddef>
#include <functional>
#include <memory>

namespace parley::http {

class body_receiver {
public:
    virtual ~body_receiver() = default;

    // More of the body, in its order; no more is read before this returns. An error refuses the request.
    virtual asio::awaitable<result<void>> take(std::string bytes) = 0;

    // All of it was taken: `head`, which has no body, is to be answered.
    virtual asio::awaitable<result<void>> answer(request head, exchange& out) = 0;
};

// How a route takes bodies. An error of `begin` refuses the request before any of its body is read.
struct body_rule {
    std::size_t bytes_max = 0;  // 413 beyond
    std::function<result<std::unique_ptr<body_receiver>>(const request& head)> begin = {};
};

}  // namespace parley::http
