#include "mock/faulty_ports.hpp"

#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <limits>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace parley::mock {
namespace {

using asio::ip::tcp;
using namespace std::chrono_literals;

constexpr std::size_t ports_max = 64;
constexpr std::size_t connections_max = 1024;
constexpr int receive_bytes = 4096;  // what the kernel takes in our place: little, so that senders feel it
constexpr auto slow_step = 50ms;
constexpr std::size_t steps_per_s = 20;
constexpr auto answer_patience = 5s;  // with the first byte, and from byte to byte

void reset_connection(tcp::socket& socket)
{
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

struct flow {
    std::size_t at_a_time = 16 * 1024;
    std::chrono::milliseconds pause{0};  // after each time
    std::size_t bytes_max = std::numeric_limits<std::size_t>::max();
};

constexpr flow at_once;

// Until so much is carried, the sender ends or breaks off, or the other side does; tells which (no error:
// all is carried). `carried` counts on the way.
asio::awaitable<boost::system::error_code> carry(tcp::socket& from, tcp::socket& to, flow how,
                                                 std::size_t& carried)
{
    std::array<char, 16 * 1024> bytes;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    boost::system::error_code failed;
    while (how.bytes_max > 0) {
        const auto most = std::min({how.at_a_time, how.bytes_max, bytes.size()});
        const auto room = asio::buffer(bytes.data(), most);
        const auto got =
            co_await from.async_read_some(room, asio::redirect_error(asio::use_awaitable, failed));
        if (failed) break;
        how.bytes_max -= got;
        carried += got;
        const auto some = asio::buffer(bytes.data(), got);
        co_await asio::async_write(to, some, asio::redirect_error(asio::use_awaitable, failed));
        if (failed) break;
        if (how.pause == 0ms) continue;
        timer.expires_after(how.pause);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, failed));
        if (failed) break;
    }
    // What the mock did with RST is to be felt as such.
    if (failed == asio::error::connection_reset) reset_connection(to);
    co_return failed;
}

// What a client asks. One that has ended its side may still listen, or be gone, and nothing tells which: so
// it is heard out for as long as answers come.
asio::awaitable<void> carry_questions(tcp::socket& client, tcp::socket& mock, flow how,
                                      const std::size_t& answered)
{
    std::size_t asked = 0;
    const auto ended = co_await carry(client, mock, how, asked);
    if (ended != asio::error::eof) co_return;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (auto before = answered;; before = answered) {
        timer.expires_after(answer_patience);
        boost::system::error_code stopped;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
        if (stopped || answered == before) co_return;
    }
}

asio::awaitable<void> carry_answers(tcp::socket& mock, tcp::socket& client, flow how, std::size_t& answered)
{
    co_await carry(mock, client, how, answered);
}

// Between a client and the mock, until either direction has ended.
asio::awaitable<void> relay(tcp::socket& client, std::uint16_t mock_port, flow there, flow back)
{
    const auto loop = co_await asio::this_coro::executor;
    tcp::socket mock(loop);
    const tcp::endpoint where(asio::ip::address_v4::loopback(), mock_port);
    boost::system::error_code failed;
    co_await mock.async_connect(where, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    std::size_t answered = 0;
    auto asks = carry_questions(client, mock, there, answered);
    auto answers = carry_answers(mock, client, back, answered);
    auto both =
        asio::experimental::make_parallel_group(asio::co_spawn(loop, std::move(asks), asio::deferred),
                                                asio::co_spawn(loop, std::move(answers), asio::deferred));
    co_await both.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
}

asio::awaitable<void> relay_slowly(tcp::socket& client, std::uint16_t mock_port, std::size_t bytes_per_s)
{
    const flow slow{std::max<std::size_t>(1, bytes_per_s / steps_per_s), slow_step};
    co_await relay(client, mock_port, slow, at_once);
}

asio::awaitable<void> hear_out(tcp::socket& client)
{
    std::array<char, 4 * 1024> ignored;
    boost::system::error_code ended;
    while (!ended) {
        const auto room = asio::buffer(ignored);
        co_await client.async_read_some(room, asio::redirect_error(asio::use_awaitable, ended));
    }
}

asio::awaitable<void> answer_in_part(tcp::socket& client, std::uint16_t mock_port, std::size_t after_bytes)
{
    const flow part{.bytes_max = after_bytes};
    co_await relay(client, mock_port, at_once, part);
    boost::system::error_code failed;
    client.shutdown(tcp::socket::shutdown_send, failed);
    if (!failed) co_await hear_out(client);
}

bool has_left(tcp::socket& client)
{
    tcp_info about{};
    socklen_t bytes = sizeof about;
    const int told = ::getsockopt(client.native_handle(), IPPROTO_TCP, TCP_INFO, &about, &bytes);
    return told != 0 || about.tcpi_state != TCP_ESTABLISHED;
}

// Until the client leaves. What it sends stays in the kernel, and hides from us that it has left: so we look.
asio::awaitable<void> say_nothing(tcp::socket& client)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    boost::system::error_code stopped;
    while (!stopped && !has_left(client)) {
        timer.expires_after(slow_step);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
    }
}

// A port that is closed ends what is under way on it, at whatever step that is.
asio::awaitable<void> until_closed(asio::awaitable<void> work)
{
    try {
        co_await std::move(work);
    } catch (const boost::system::system_error& thrown) {
        if (thrown.code() != asio::error::operation_aborted) throw;
    }
}

}  // namespace

faulty_ports::faulty_ports(asio::any_io_executor loop, std::uint16_t mock_port)
    : loop_(std::move(loop)), mock_port_(mock_port), tasks_(loop_)
{
}

faulty_ports::~faulty_ports() = default;

result<std::uint16_t> faulty_ports::open(const faulty_port& what)
{
    if (acceptors_.size() >= ports_max) return error{errc::busy, "64 ports are open: close them first"};
    const auto on = std::make_shared<tcp::acceptor>(loop_);
    const bool accepts = what.how != port_trouble::never_accept;
    boost::system::error_code failed;
    on->open(tcp::v4(), failed);
    if (!failed) on->set_option(asio::socket_base::receive_buffer_size(receive_bytes), failed);
    if (!failed) on->bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0), failed);
    if (!failed) on->listen(accepts ? asio::socket_base::max_listen_connections : 0, failed);
    const auto at = failed ? tcp::endpoint() : on->local_endpoint(failed);
    if (!failed && !accepts) {
        // The kernel makes one connection even so: this one, and then no other.
        waiting_.emplace_back(loop_);
        waiting_.back().connect(at, failed);
    }
    if (failed) return error{errc::busy, "no port could be opened: " + failed.message()};
    acceptors_.push_back(on);
    if (accepts) tasks_.spawn(until_closed(accept(on, what)));
    return at.port();
}

asio::awaitable<void> faulty_ports::accept(std::shared_ptr<tcp::acceptor> on, faulty_port what)
{
    boost::system::error_code failed;
    for (;;) {
        auto client = std::make_shared<tcp::socket>(loop_);
        co_await on->async_accept(*client, asio::redirect_error(asio::use_awaitable, failed));
        if (failed) co_return;
        if (what.how == port_trouble::reset || connections_ >= connections_max)
            reset_connection(*client);
        else
            tasks_.spawn(until_closed(treat(std::move(client), what)));
    }
}

asio::awaitable<void> faulty_ports::treat(std::shared_ptr<tcp::socket> client, faulty_port what)
{
    struct counted {
        std::size_t& in;
        ~counted() { --in; }
    };
    const counted one{++connections_};
    if (what.how == port_trouble::stall)
        co_await say_nothing(*client);
    else if (what.how == port_trouble::half_close)
        co_await answer_in_part(*client, mock_port_, what.after_bytes);
    else
        co_await relay_slowly(*client, mock_port_, what.bytes_per_s);
}

void faulty_ports::close()
{
    boost::system::error_code ignored;
    for (const auto& each : acceptors_) each->close(ignored);
    acceptors_.clear();
    waiting_.clear();
    tasks_.cancel(asio::cancellation_type::terminal);
}

asio::awaitable<void> faulty_ports::stop()
{
    close();
    co_await tasks_.wait(deadline::max());
}

}  // namespace parley::mock
