#include "http/client.hpp"

#include "http/detail/dial.hpp"
#include "http/detail/request_writer.hpp"
#include "http/detail/streamed_response.hpp"

namespace parley::http {
namespace {

// Everything needed to ask, and to ask once more.
struct plan {
    route_out route;
    std::string key;   // of the pool: where the connection leads
    std::string wire;  // the request's bytes
    body_rule rule = body_rule::as_framed;
};

result<plan> make_plan(const client_request& request, const proxy_settings& proxies)
{
    const auto where = parse_url(request.url);
    if (!where) return where.error();
    auto through = choose_proxy(proxies, where->where);
    if (!through) return through.error();

    plan made{{where->where, std::move(*through)}, {}, {}};
    auto wire = write_request(request, *where, made.route);
    if (!wire) return wire.error();
    made.wire = std::move(*wire);
    if (request.method == "HEAD") made.rule = body_rule::none;
    made.key = made.route.target.over == transport::tls ? "https://" : "http://";
    made.key += authority_of(made.route.target);
    if (made.route.through) made.key += " through " + authority_of(made.route.through->where);
    return made;
}

}  // namespace

class client::impl {
public:
    impl(asio::any_io_executor loop, client_limits limits, proxy_settings proxies, tls_settings tls)
        : loop_(std::move(loop)),
          core_(std::make_shared<client_core>(loop_, limits)),
          proxies_(std::move(proxies)),
          tls_settings_(std::move(tls))
    {
    }

    ~impl() { core_->connections.close(); }

    asio::awaitable<result<std::unique_ptr<client_response>>> start(client_request request, deadline until);

private:
    asio::awaitable<result<pool::member>> open(const plan& to, deadline until);

    asio::any_io_executor loop_;
    std::shared_ptr<client_core> core_;
    proxy_settings proxies_;
    tls_settings tls_settings_;
    std::unique_ptr<asio::ssl::context> tls_;
};

asio::awaitable<result<std::unique_ptr<client_response>>> client::impl::start(client_request request,
                                                                              deadline until)
{
    auto planned = make_plan(request, proxies_);
    request = {};
    if (!planned) co_return planned.error();
    const std::string peer = authority_of(planned->route.target);

    if (auto used_before = core_->connections.take(planned->key)) {
        auto response =
            std::make_unique<streamed_response>(core_, std::move(*used_before), peer, planned->rule);
        auto exchanged = co_await response->exchange(planned->wire, until);
        if (exchanged) co_return response;
        // The peer may have closed it just before our request came: that says nothing about the request.
        if (exchanged.error().code != errc::closed || response->answered()) co_return exchanged.error();
    }

    auto fresh = co_await open(*planned, until);
    if (!fresh) co_return fresh.error();
    auto response = std::make_unique<streamed_response>(core_, std::move(*fresh), peer, planned->rule);
    auto exchanged = co_await response->exchange(planned->wire, until);
    if (!exchanged) co_return exchanged.error();
    co_return response;
}

asio::awaitable<result<pool::member>> client::impl::open(const plan& to, deadline until)
{
    if (to.route.target.over == transport::tls && !tls_) {
        auto made = make_tls_context(tls_settings_);
        if (!made) co_return made.error();
        tls_ = std::move(*made);
    }
    auto place = core_->connections.reserve(to.key);
    if (!place)
        co_return error{errc::busy, "as many connections to " + authority_of(to.route.target) +
                                        " are open as are allowed; try again when answers have ended"};
    const deadline connected_by = std::min(until, deadline_after(core_->limits.connect_timeout));
    auto dialled = co_await dial(loop_, core_->dog, to.route, tls_.get(), connected_by);
    if (!dialled) co_return dialled.error();
    co_return pool::member{std::move(*place), std::move(*dialled)};
}

client::client(asio::any_io_executor loop, client_limits limits, proxy_settings proxies, tls_settings tls)
    : impl_(std::make_shared<impl>(std::move(loop), limits, std::move(proxies), std::move(tls)))
{
}

client::~client() = default;

asio::awaitable<result<std::unique_ptr<client_response>>> client::start(client_request request,
                                                                        deadline until)
{
    return impl_->start(std::move(request), until);
}

}  // namespace parley::http
