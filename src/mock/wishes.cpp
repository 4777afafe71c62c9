#include "mock/wishes.hpp"

#include "mock/fault_header.hpp"

namespace parley::mock {

std::variant<wishes, miss> read_wishes(const http::fields& headers)
{
    wishes made;
    if (const auto wanted = headers.find(fault_header)) {
        auto read = read_fault(*wanted);
        if (!read) return miss{miss::why::bad_fault, read.error().detail};
        made.failure = std::move(*read);
    }
    if (const auto wanted = headers.find(latency_header)) {
        auto read = read_latency(*wanted);
        if (!read)
            return miss{miss::why::bad_latency,
                        std::string(latency_header) + ": " + read.error().detail + "."};
        made.times = std::move(*read);
    }
    return made;
}

}  // namespace parley::mock
