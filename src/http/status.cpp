#include "http/status.hpp"

#include <array>
#include <utility>

namespace parley::http {
namespace {

constexpr std::array<std::pair<unsigned, std::string_view>, 34> reasons = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

}  // namespace

unsigned status_of(errc code)
{
    switch (code) {
        case errc::invalid_input:
            return 400;
        case errc::not_found:
            return 404;
        case errc::too_large:
            return 413;
        case errc::unsupported:
            return 415;
        case errc::upstream_busy:
            return 429;
        case errc::upstream_rejected:
        case errc::upstream_failed:
        case errc::unreachable:
        case errc::malformed:
        case errc::closed:
        case errc::credential_unavailable:
        case errc::authentication_failed:
            return 502;
        case errc::busy:
            return 503;
        case errc::timed_out:
            return 504;
        case errc::cancelled:
        case errc::storage:
            return 500;
    }
    return 500;
}

std::string_view reason_of(unsigned status)
{
    for (const auto& [code, reason] : reasons)
        if (code == status) return reason;
    return "";
}

}  // namespace parley::http
