#include "openai/models.hpp"

#include "openai/address.hpp"
#include "openai/detail/upstream.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace parley::openai {
namespace {

namespace json = boost::json;

// Nothing for what has no id.
std::optional<model_info> read_model(const json::value& from)
{
    const json::object* fields = from.if_object();
    const json::value* id = fields != nullptr ? fields->if_contains("id") : nullptr;
    if (id == nullptr || !id->is_string()) return std::nullopt;
    model_info model{.id = std::string(id->get_string())};
    const json::value* created = fields->if_contains("created");
    boost::system::error_code ec;
    if (created != nullptr) model.created = created->to_number<std::int64_t>(ec);
    const json::value* owner = fields->if_contains("owned_by");
    if (owner != nullptr && owner->is_string()) model.owned_by = owner->get_string();
    return model;
}

json::value parsed(const std::string& body)
{
    boost::system::error_code ec;
    auto value = json::parse(body, ec);
    return ec ? json::value() : std::move(value);
}

error not_models(const answer& got, const endpoint& where)
{
    return unusable(got, where, "the model service sent something that is not its models");
}

}  // namespace

asio::awaitable<result<std::vector<model_info>>> list_models(http::client& client, endpoint where,
                                                             deadline until)
{
    upstream host(client, std::move(where));
    call what{.method = "GET", .route = "/models"};
    const auto got = co_await host.ask(std::move(what), until);
    if (!got) co_return got.error();
    const json::value body = parsed(got->body);
    const json::value* data = body.is_object() ? body.get_object().if_contains("data") : nullptr;
    if (data == nullptr || !data->is_array()) co_return not_models(*got, host.where());
    std::vector<model_info> models;
    for (const auto& each : data->get_array())
        if (auto model = read_model(each)) models.push_back(std::move(*model));
    co_return models;
}

asio::awaitable<result<model_info>> find_model(http::client& client, endpoint where, std::string id,
                                               deadline until)
{
    upstream host(client, std::move(where));
    call what{.method = "GET", .route = "/models/" + path_segment(id)};
    refusal_facts refused;
    const auto got = co_await host.ask(std::move(what), until, &refused);
    if (!got && refused.status == 404) co_return error{errc::not_found, got.error().detail};
    if (!got) co_return got.error();
    auto model = read_model(parsed(got->body));
    if (!model) co_return not_models(*got, host.where());
    co_return std::move(*model);
}

}  // namespace parley::openai
