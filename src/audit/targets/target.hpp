// From what people name on a command line to pages: an address, a file, a folder of HTML files, a list.
//
// Looks into the file system; no network. Limits: `targets_max` pages of one name.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::audit {

inline constexpr std::size_t targets_max = 50'000;

struct target {
    std::string name = {};       // as people see it; never with the user and password of an address
    std::string address = {};    // http, https or file; empty: `folder` is to be served first
    std::string file = {};       // where its source lies, relative to here; empty: not known
    std::string folder = {};     // whose files are served, with `path` below it
    std::string path = {};       // begins with `/`, percent-encoded
    std::string user_name = {};  // that stood in the address
    std::string password = {};
};

// `operand` is URL | FILE | DIR | @LIST; a list has one of the first three per line, and `#` comments.
// errc::invalid_input with what is wrong with it.
result<std::vector<target>> expand_target(std::string_view operand);

// The same, but a file below `root` is served from there.
target served_from(target which, std::string_view root);

// The page of the same site at `path`, which may have a query behind it; `served` has a folder.
target at_path(const target& served, std::string_view path);

// The same page under another spelling has the same address: host in lower case, no usual port, no fragment
// but one that is a route (`#/…`, `#!…`).
std::string normalised_address(std::string_view address);

// The same address without user and password, for people to read.
std::string without_login(std::string_view address);

// What two addresses have in common that are of one site: "https://a:8443".
std::string origin_of(std::string_view address);

// `path` as the path of an address.
std::string percent_encoded(std::string_view path);

}  // namespace parley::audit
