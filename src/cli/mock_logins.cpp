#include "cli/mock_logins.hpp"

#include "base/whole_file.hpp"
#include "http/server.hpp"

#include <algorithm>
#include <fstream>

namespace parley::cli {
namespace {

error cannot_write(const std::filesystem::path& path)
{
    return {errc::storage, path.string() + " cannot be written: create its folder, or run as who may"};
}

result<void> write_text(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) return cannot_write(path);
    return {};
}

// Where the mock itself is reached on this computer.
asio::ip::tcp::endpoint plain_endpoint(const std::string& host, std::uint16_t port)
{
    boost::system::error_code failed;
    const auto bare = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    const auto address = asio::ip::make_address(bare, failed);
    const bool is_any = failed || address.is_unspecified();
    return {is_any ? asio::ip::address(asio::ip::address_v4::loopback()) : address, port};
}

}  // namespace

mock::login_read load_logins(const login_options& options)
{
    mock::login_read read;
    if (!options.file.empty()) {
        const auto text = read_whole_file(options.file);
        if (!text) return {{}, {{options.file.string(), 0, text.error().detail}}};
        read = mock::read_logins(*text, options.file.string(), {});
    }
    auto& settings = read.settings;
    if (!options.tenant.empty()) settings.tenant = options.tenant;
    if (options.life.count() > 0) settings.tokens.life = options.life;
    if (options.need == mock::token_demands::tokens::required) settings.demands.need = options.need;
    return read;
}

arc_key_files::~arc_key_files()
{
    std::error_code ignored;
    for (const auto& each : written_) std::filesystem::remove(each, ignored);
}

result<void> arc_key_files::write(const std::filesystem::path& path, const std::string& key)
{
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) return cannot_write(path);
    if (std::ranges::find(written_, path) == written_.end()) written_.push_back(path);
    return write_text(path, key);
}

result<std::unique_ptr<mock::tls_front>> listen_over_tls(asio::io_context& loop, const mock_options& options,
                                                         std::uint16_t plain_port)
{
    if (options.logins.tls_authority.empty()) return std::unique_ptr<mock::tls_front>();
    auto acceptor = http::listen(loop, options.at.host, options.logins.tls_port);
    if (!acceptor) return acceptor.error();
    auto certificate = mock::make_tls_certificate(options.at.host);
    if (auto written = write_text(options.logins.tls_authority, certificate.authority_pem); !written)
        return written.error();
    return std::make_unique<mock::tls_front>(loop, std::move(*acceptor), std::move(certificate),
                                             plain_endpoint(options.at.host, plain_port));
}

}  // namespace parley::cli
