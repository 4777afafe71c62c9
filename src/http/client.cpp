#include "http/client.hpp"

#include "http/detail/dial.hpp"
#include "http/detail/request_writer.hpp"
#include "http/detail/streamed_response.hpp"

namespace parley::http {
namespace {

// Where a URL leads.
struct way {
    std::string asked;  // the URL as it was given
    url where;
    route_out route;
    std::string peer;  // for people
    std::string key;   // of the pool
};

// Everything needed to ask, and to ask once more.
struct plan {
    std::shared_ptr<const way> to;
    std::string wire;  // the request's bytes
    body_rule rule = body_rule::as_framed;
};

result<std::shared_ptr<const way>> find_way(std::string asked, const proxy_settings& proxies)
{
    auto where = parse_url(asked);
    if (!where) return where.error();
    auto through = choose_proxy(proxies, where->where);
    if (!through) return through.error();

    route_out route{where->where, std::move(*through)};
    auto peer = authority_of(route.target);
    auto key = (route.target.over == transport::tls ? "https://" : "http://") + peer;
    if (route.through) key += " through " + authority_of(route.through->where);
    return std::make_shared<const way>(
        way{std::move(asked), std::move(*where), std::move(route), std::move(peer), std::move(key)});
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
    result<plan> make_plan(client_request request);
    asio::awaitable<result<pool::member>> open(const way& to, deadline until);

    asio::any_io_executor loop_;
    std::shared_ptr<client_core> core_;
    proxy_settings proxies_;
    tls_settings tls_settings_;
    std::unique_ptr<asio::ssl::context> tls_;
    std::shared_ptr<const way> last_way_;  // a client often asks the same URL again and again
};

result<plan> client::impl::make_plan(client_request request)
{
    if (!last_way_ || last_way_->asked != request.url) {
        auto found = find_way(request.url, proxies_);
        if (!found) return found.error();
        last_way_ = std::move(*found);
    }
    auto wire = write_request(request, last_way_->where, last_way_->route);
    if (!wire) return wire.error();
    return plan{last_way_, std::move(*wire),
                request.method == "HEAD" ? body_rule::none : body_rule::as_framed};
}

asio::awaitable<result<std::unique_ptr<client_response>>> client::impl::start(client_request request,
                                                                              deadline until)
{
    const auto planned = make_plan(std::move(request));
    if (!planned) co_return planned.error();
    const way& to = *planned->to;

    if (auto used_before = core_->connections.take(to.key)) {
        auto response =
            std::make_unique<streamed_response>(core_, std::move(*used_before), to.peer, planned->rule);
        auto exchanged = co_await response->exchange(planned->wire, until);
        if (exchanged) co_return response;
        // The peer may have closed it just before our request came: that says nothing about the request.
        if (exchanged.error().code != errc::closed || response->answered()) co_return exchanged.error();
    }

    auto fresh = co_await open(to, until);
    if (!fresh) co_return fresh.error();
    auto response = std::make_unique<streamed_response>(core_, std::move(*fresh), to.peer, planned->rule);
    auto exchanged = co_await response->exchange(planned->wire, until);
    if (!exchanged) co_return exchanged.error();
    co_return response;
}

asio::awaitable<result<pool::member>> client::impl::open(const way& to, deadline until)
{
    if (to.route.target.over == transport::tls && !tls_) {
        auto made = make_tls_context(tls_settings_);
        if (!made) co_return made.error();
        tls_ = std::move(*made);
    }
    auto place = core_->connections.reserve(to.key);
    if (!place)
        co_return error{errc::busy, "as many connections to " + to.peer +
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
