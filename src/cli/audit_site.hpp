// Serves a folder on loopback while its pages are audited, so that they find their style sheets and scripts
// as they do on a web server.
//
// Runs on a thread of its own, on any free port. Nothing outside the folder is served, links out of it
// neither.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace parley::cli {

class audit_site {
public:
    // errc::invalid_input when there is no such folder.
    static result<std::unique_ptr<audit_site>> serve(const std::filesystem::path& folder);
    ~audit_site();
    audit_site(const audit_site&) = delete;
    audit_site& operator=(const audit_site&) = delete;

    std::string address() const;  // "http://127.0.0.1:8123"

private:
    class impl;
    explicit audit_site(std::unique_ptr<impl> made);

    std::unique_ptr<impl> impl_;
};

}  // namespace parley::cli
