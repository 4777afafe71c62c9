// The login endpoints of `parley mock`: their file, the key files of Azure Arc, and the port that speaks TLS.
#pragma once

#include "cli/mock_options.hpp"
#include "mock/identity/login_reader.hpp"
#include "mock/identity/tls_front.hpp"

namespace parley::cli {

// What the file says, and what the command line says above that. Without a file, that alone.
mock::login_read load_logins(const login_options& options);

// Writes key files, and takes them away with itself. Whoever can read them may have tokens of the mock.
class arc_key_files {
public:
    arc_key_files() = default;
    arc_key_files(const arc_key_files&) = delete;
    arc_key_files& operator=(const arc_key_files&) = delete;
    ~arc_key_files();

    result<void> write(const std::filesystem::path& path, const std::string& key);

private:
    std::vector<std::filesystem::path> written_;
};

// Nothing when no TLS is wanted. Writes the authority that clients are to trust.
result<std::unique_ptr<mock::tls_front>> listen_over_tls(asio::io_context& loop, const mock_options& options,
                                                         std::uint16_t plain_port);

}  // namespace parley::cli
