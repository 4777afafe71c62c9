#include "server/v1/embeddings.hpp"

#include "base/json_text.hpp"
#include "server/replies.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace parley::server::v1 {
namespace {

constexpr std::size_t vectors_at_a_time = 32;  // then the loop does what else there is

// While it lives, one more is at work.
class place {
public:
    explicit place(std::shared_ptr<embedding_load> of) : of_(std::move(of)) { ++of_->at_work; }
    ~place() { --of_->at_work; }
    place(const place&) = delete;
    place& operator=(const place&) = delete;

private:
    std::shared_ptr<embedding_load> of_;
};

asio::awaitable<std::string> answer_json(const openai::embeddings& made, openai::vector_form as,
                                         std::string_view model)
{
    std::string json = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < made.vectors.size(); ++i) {
        json += i == 0 ? "" : ",";
        json += R"({"object":"embedding","index":)" + std::to_string(i) + R"(,"embedding":)";
        openai::append_vector(json, made.vectors[i], as);
        json += '}';
        if ((i + 1) % vectors_at_a_time == 0) co_await asio::post(asio::use_awaitable);
    }
    json += R"(],"model":)";
    append_json_string(json, model);
    const auto tokens = std::to_string(made.prompt_tokens);
    co_return json + R"(,"usage":{"prompt_tokens":)" + tokens + R"(,"total_tokens":)" + tokens + "}}\n";
}

asio::awaitable<result<void>> embed_texts(openai::embedding_model& by, std::shared_ptr<embedding_load> load,
                                          embeddings_request wanted, deadline until, http::exchange& out)
{
    const place taken(load);
    const auto name = wanted.texts.model;
    const bool is_usual = !wanted.texts.dimensions;
    auto made = co_await by.embed(std::move(wanted.texts), until);
    if (!made) co_return made.error();
    if (is_usual && !made->vectors.empty()) load->vector_length = made->vectors.front().size();
    auto answer = co_await answer_json(*made, wanted.as, name);
    co_return co_await send_json(std::move(answer), out);
}

}  // namespace

asio::awaitable<result<void>> embed(const embedding_service& with, std::shared_ptr<embedding_load> load,
                                    const http::request& request, http::exchange& out)
{
    if (with.model == nullptr)
        return refuse({errc::not_found,
                       "No model makes vectors here: whoever serves can name one with "
                       "--embedding-model or PARLEY_EMBEDDING_MODEL."});
    embeddings_limits limits;
    limits.vector_length = load->vector_length;
    auto wanted = parse_embeddings_request(request, limits);
    if (!wanted) return refuse(wanted.error());
    if (wanted->texts.model != with.name)
        return refuse({errc::not_found, "model must be " + with.name + ": no other makes vectors here"});
    if (load->at_work >= embeddings_at_once_max)
        return refuse({errc::upstream_busy,
                       "As many texts as can be at a time are being made vectors of. Ask again in a moment.",
                       std::chrono::seconds(1)});
    return embed_texts(*with.model, std::move(load), *std::move(wanted), request.until, out);
}

}  // namespace parley::server::v1
