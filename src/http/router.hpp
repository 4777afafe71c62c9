// From {method, path} to a handler; 404 and 405 told apart.
//
// A path is exact, or ends in `/*` and then matches every longer path below it. Exact wins.
#pragma once

#include "http/body_receiver.hpp"

#include <functional>
#include <span>

namespace parley::http {

// An error returned before the head was sent becomes an error answer; after it the connection is cut.
using handler = std::function<asio::awaitable<result<void>>(request, exchange&)>;

struct route {
    std::string_view method;  // GET also serves HEAD
    std::string_view path;
    handler handle;
    body_rule body = {};  // with a `begin`: the request has no body, and its receiver answers instead
};

struct match {
    const route* found = nullptr;
    std::string allowed;  // what `Allow` says when the path exists with other methods; empty: no such path
};

class router {
public:
    explicit router(std::vector<route> routes) : routes_(std::move(routes)) {}
    match find(std::string_view method, std::string_view path) const;

private:
    std::vector<route> routes_;
};

}  // namespace parley::http
