#include "base/error.hpp"

namespace parley {

std::string_view name_of(errc code)
{
    switch (code) {
        case errc::cancelled:
            return "cancelled";
        case errc::timed_out:
            return "timed_out";
        case errc::malformed:
            return "malformed";
        case errc::upstream_rejected:
            return "upstream_rejected";
        case errc::upstream_busy:
            return "rate_limited";
        case errc::upstream_failed:
            return "upstream_failed";
        case errc::unreachable:
            return "unreachable";
        case errc::closed:
            return "closed";
        case errc::invalid_input:
            return "invalid_input";
        case errc::not_found:
            return "not_found";
        case errc::too_large:
            return "too_large";
        case errc::unsupported:
            return "unsupported";
        case errc::storage:
            return "storage";
        case errc::busy:
            return "busy";
        case errc::credential_unavailable:
            return "credential_unavailable";
        case errc::authentication_failed:
            return "authentication_failed";
    }
    return "unknown";
}

}  // namespace parley
