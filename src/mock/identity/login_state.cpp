#include "mock/identity/login_state.hpp"

namespace parley::mock {

std::string base_url_of(const login_state& with, const http::request& from)
{
    const std::string host(from.headers.find("Host").value_or("localhost"));
    const bool is_tls = with.tls_port != 0 && host.ends_with(":" + std::to_string(with.tls_port));
    return (is_tls ? "https://" : "http://") + host;
}

}  // namespace parley::mock
