#include "http/detail/upstream_connection.hpp"

namespace parley::http {

bool upstream_connection::is_quiet()
{
    if (gave_up()) return false;
    char byte = 0;
    boost::system::error_code ec;
    socket_.receive(asio::buffer(&byte, 1), asio::ip::tcp::socket::message_peek, ec);
    return ec == asio::error::would_block;
}

error upstream_connection::failure(const boost::system::error_code& ec, const std::string& peer,
                                   std::string_view doing) const
{
    if (gave_up()) return {errc::timed_out, peer + " was silent for too long while " + std::string(doing)};
    if (ec == asio::error::operation_aborted) return {errc::cancelled, "stopped while " + std::string(doing)};
    return {errc::closed,
            "the connection to " + peer + " broke while " + std::string(doing) + ": " + ec.message()};
}

void upstream_connection::give_up()
{
    boost::system::error_code ignored;
    socket_.close(ignored);
}

}  // namespace parley::http
