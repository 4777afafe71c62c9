#include "openai/rerank.hpp"

#include "openai/detail/rerank_scores.hpp"
#include "openai/detail/upstream.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace parley::openai {
namespace {

namespace json = boost::json;

std::string body_of(const rerank_request& request, const std::string& model)
{
    return json::serialize(
        json::object{{"model", model},
                     {"query", request.query},
                     {"documents", json::array(request.texts.begin(), request.texts.end())},
                     {"top_n", request.texts.size()}});
}

class wire_reranking final : public rerank_model {
public:
    wire_reranking(http::client& client, endpoint where) : host_(client, std::move(where)) {}

    asio::awaitable<result<std::vector<double>>> score(rerank_request request, deadline until) override
    {
        if (request.texts.empty()) co_return std::vector<double>();
        call what{.route = "/rerank", .body = body_of(request, host_.model_name(request.model))};
        const auto got = co_await host_.ask(std::move(what), until);
        if (!got) co_return got.error();
        auto scores = read_rerank_scores(got->body, request.texts.size());
        if (!scores) co_return unusable(*got, host_.where(), scores.error().detail);
        co_return scores;
    }

private:
    upstream host_;
};

}  // namespace

std::unique_ptr<rerank_model> connect_reranking(http::client& client, endpoint where)
{
    return std::make_unique<wire_reranking>(client, std::move(where));
}

}  // namespace parley::openai
