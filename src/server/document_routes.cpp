#include "server/document_routes.hpp"

#include "base/offload.hpp"
#include "http/query_value.hpp"
#include "server/document_json.hpp"
#include "server/for_our_page.hpp"
#include "server/json_body.hpp"
#include "server/json_members.hpp"
#include "server/replies.hpp"
#include "server/upload_receivers.hpp"

#include <boost/json.hpp>

#include <limits>

namespace parley::server {
namespace {

constexpr std::string_view documents_prefix = "/documents/";
constexpr std::size_t no_limit = std::numeric_limits<std::int32_t>::max();

using handling = asio::awaitable<result<void>> (*)(document_services, http::request, http::exchange&);

// GET /documents
asio::awaitable<result<void>> list_documents(document_services with, http::request request,
                                             http::exchange& out)
{
    auto after = http::query_value(request.query, "after").value_or("");
    auto work = [list = with.list, uploads = with.uploads,
                 after = std::move(after)]() -> result<std::string> {
        known_documents known;
        if (uploads != nullptr) known.under_way = uploads->under_way();
        auto stored = list(after, listed_documents_max + 1);
        if (!stored) return stored.error();
        known.stored = *std::move(stored);
        return documents_json(known, uploads, after);
    };
    auto listed = co_await offload(with.blocking, std::move(work));
    if (!listed) co_return listed.error();
    co_return co_await send_json(*std::move(listed), out);
}

// GET /list_uploaded
asio::awaitable<result<void>> list_uploaded(document_services with, http::request, http::exchange& out)
{
    auto work = [list = with.list, uploads = with.uploads]() -> result<std::string> {
        auto known = list("", no_limit);
        if (!known) return known.error();
        return uploaded_names_json(*known, *uploads);
    };
    auto listed = co_await offload(with.blocking, std::move(work));
    if (!listed) co_return listed.error();
    co_return co_await send_json(*std::move(listed), out);
}

// Holds a thread of the pool only for a look at the store: the inbox may be long at something else.
asio::awaitable<result<void>> remove(document_services with, std::string name)
{
    auto begin = [](auto handler, const document_services& in, std::string asked) {
        const auto loop = asio::get_associated_executor(handler);
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        auto then = [loop, resume = std::move(resume)](result<void> removed) {
            asio::post(loop, [resume, removed] { std::move (*resume)(removed); });
        };
        asio::post(in.blocking, [uploads = in.uploads, asked = std::move(asked), then = std::move(then)] {
            uploads->remove(asked, then);
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(result<void>)>(
        std::move(begin), asio::use_awaitable, with, std::move(name));
}

// What is gone is said to be gone, also when that took longer than an answer may.
asio::awaitable<result<void>> remove_and_say(document_services with, std::string name, http::response done,
                                             http::exchange& out)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    auto said = co_await remove(with, std::move(name));
    if (said) said = co_await out.send(std::move(done));
    co_await asio::this_coro::throw_if_cancelled(true);
    co_return said;
}

// DELETE /documents/<name>
asio::awaitable<result<void>> remove_document(document_services with, http::request request,
                                              http::exchange& out)
{
    http::response done{204, {{"Cache-Control", "no-store"}}, {}};
    return remove_and_say(with, request.path.substr(documents_prefix.size()), std::move(done), out);
}

// POST /delete_uploaded
asio::awaitable<result<void>> delete_uploaded(document_services with, http::request request,
                                              http::exchange& out)
{
    const auto body = read_json_object(request);
    if (!body) return refuse(body.error());
    const auto name = json_members(*body).text("filename");
    if (!name) return refuse(name.error());
    const boost::json::object done{{"message", "File " + *name + " deleted successfully"}};
    return remove_and_say(with, *name, json_response(boost::json::serialize(done) + "\n"), out);
}

http::handler guarded(const document_services& with, handling handle)
{
    return for_our_page([with, handle](http::request request, http::exchange& out) {
        return handle(with, std::move(request), out);
    });
}

}  // namespace

std::vector<http::route> document_routes(const document_services& with)
{
    std::vector<http::route> routes = {{"GET", "/documents", guarded(with, list_documents)}};
    if (with.uploads == nullptr) return routes;
    routes.push_back({"POST", "/documents", {}, for_our_page(file_bodies(with))});
    routes.push_back({"DELETE", "/documents/*", guarded(with, remove_document)});
    routes.push_back({"POST", "/upload", {}, for_our_page(form_bodies(with))});
    routes.push_back({"GET", "/list_uploaded", guarded(with, list_uploaded)});
    routes.push_back({"POST", "/delete_uploaded", guarded(with, delete_uploaded)});
    return routes;
}

}  // namespace parley::server
