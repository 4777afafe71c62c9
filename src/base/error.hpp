// What can go wrong, as a value. Failures that a caller can meet are results; exceptions are bugs.
//
// `detail` is one sentence that a person can act on. It never holds a secret or a user's text.
#pragma once

#include <boost/system/result.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace parley {

enum class errc {
    cancelled = 1,           // the caller asked us to stop
    timed_out,               // the deadline passed first
    malformed,               // the peer, or a file, holds bytes we cannot read
    upstream_rejected,       // the service said no, or showed a bad certificate: asking again will not help
    upstream_busy,           // it said not now; a later try may work
    upstream_failed,         // it has a problem of its own; a later try may work
    unreachable,             // no connection to the peer could be made
    closed,                  // the peer ended the connection before it was done
    invalid_input,           // the caller asked for something that cannot be done as asked
    not_found,               // it does not exist, or not for this caller
    too_large,               // over a limit that `detail` names
    unsupported,             // a kind of thing we do not handle
    storage,                 // disk or database failed
    busy,                    // we are at a limit of our own; a later try may work
    credential_unavailable,  // this way of getting a token cannot even be tried here
    authentication_failed,   // it was tried, and the service or tool said no
};

// The stable, lower-case name that goes into logs and error bodies.
std::string_view name_of(errc code);

struct error {
    errc code;
    std::string detail;                   // one sentence, safe to log, never a secret
    std::chrono::seconds retry_after{0};  // when a later try may work; 0: not known
};

template <class T>
using result = boost::system::result<T, error>;

// Called by result<T>::value(): reaching it means the caller skipped a check.
[[noreturn]] inline void throw_exception_from_error(const error& e, const boost::source_location&)
{
    throw std::logic_error("unchecked error: " + e.detail);
}

}  // namespace parley
