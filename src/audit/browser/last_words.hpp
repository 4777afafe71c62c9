// What a browser prints, read so that it never blocks; of it the end is kept, for when it ends at once.
//
// Reads until both outputs end or are closed; whoever reads keeps this. Belongs to one loop.
#pragma once

#include "base/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace parley::audit {

namespace asio = boost::asio;

class last_words : public std::enable_shared_from_this<last_words> {
public:
    last_words(asio::posix::stream_descriptor output, asio::posix::stream_descriptor complaint)
        : output_(std::move(output)), complaint_(std::move(complaint))
    {
    }

    void start();
    void close();

    // Its last complaint's first line says why; what is in the pipe may not have been read yet.
    error ended_at_once();

private:
    static asio::awaitable<void> drain(std::shared_ptr<last_words> self,
                                       asio::posix::stream_descriptor& from);
    void add(std::string_view piece);

    asio::posix::stream_descriptor output_;
    asio::posix::stream_descriptor complaint_;
    std::string text_;
};

}  // namespace parley::audit
