// A way to send and to hear whole texts: a web socket, or a script in a test.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <string>

namespace parley::audit {

namespace asio = boost::asio;

class channel_listener {
public:
    virtual void hear_message(std::string text) = 0;
    virtual void hear_the_end() = 0;  // once; nothing else comes

protected:
    ~channel_listener() = default;
};

class message_channel {
public:
    virtual ~message_channel() = default;

    // `who` hears what comes from now on, until the end, or until `close`, which it is not told of.
    virtual void listen(channel_listener& who) = 0;
    virtual void send(std::string text) = 0;
    virtual void close() = 0;
    virtual asio::any_io_executor executor() = 0;
};

}  // namespace parley::audit
