// What a request and a response are, apart from how they travel.
//
// Requests own their bytes; responses may view bytes that live as long as the program (embedded files).
#pragma once

#include "base/deadline.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::http {

// Header fields in the order they came. Names compare without case (RFC 9110 §5.1).
class fields {
public:
    fields() = default;
    fields(std::initializer_list<std::pair<std::string, std::string>> list) : list_(list) {}

    std::optional<std::string_view> find(std::string_view name) const;
    void set(std::string_view name, std::string value);  // replaces
    void add(std::string_view name, std::string value);
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> list_;
};

struct request {
    std::string method;  // as sent, for example "GET"
    std::string path;    // percent-decoded, without query; never holds a NUL byte
    std::string query;   // as sent, without '?'
    fields headers;
    std::string body;
    std::string id;    // ours, also sent back as X-Request-Id
    std::string peer;  // address of the connection, for logs
    deadline until;    // when the answer's head must be out; streams are bounded by their writes
};

struct response {
    unsigned status = 200;
    fields headers = {};
    std::string body = {};
};

}  // namespace parley::http
