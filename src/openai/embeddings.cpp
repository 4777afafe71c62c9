#include "openai/embeddings.hpp"

#include "base/utf8.hpp"
#include "openai/detail/embedding_batches.hpp"
#include "openai/detail/embedding_reader.hpp"
#include "openai/detail/upstreams.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace parley::openai {
namespace {

namespace json = boost::json;

constexpr std::size_t answer_bytes_max = 256 * 1024 * 1024;  // 2048 vectors of 3072 numbers, as text

enum class encoding { base64, numbers };

// What the workers of one `embed` share.
struct job {
    embedding_request request;
    std::vector<text_range> batches;
    std::size_t next_batch = 0;
    std::size_t length = 0;  // of a vector: as asked for, else that of the first
    embeddings made = {};
    std::optional<error> failure = {};
};

result<void> check(const embedding_request& request)
{
    if (request.dimensions && *request.dimensions < 1)
        return error{errc::invalid_input, "an embedding has at least one dimension"};
    for (std::size_t i = 0; i < request.texts.size(); ++i) {
        const auto complain = [i](std::string_view what) {
            return error{errc::invalid_input,
                         "text " + std::to_string(i + 1) + " of those to embed is " + std::string(what)};
        };
        if (request.texts[i].empty()) return complain("empty");
        if (!utf8::is_valid(request.texts[i])) return complain("not UTF-8");
    }
    return {};
}

call call_of(const job& work, text_range batch, const std::string& model, encoding as)
{
    json::array input;
    for (std::size_t i = batch.begin; i < batch.end; ++i) input.push_back(json::value(work.request.texts[i]));
    json::object body{{"model", model}, {"input", std::move(input)}};
    if (as == encoding::base64) body["encoding_format"] = "base64";
    if (work.request.dimensions) body["dimensions"] = *work.request.dimensions;
    return {.route = "/embeddings",
            .model = model,
            .body = json::serialize(body),
            .answer_bytes_max = answer_bytes_max};
}

// Cancels the other workers when one has failed.
struct until_one_fails {
    asio::cancellation_type operator()(const std::exception_ptr& thrown, int fine) const noexcept
    {
        return thrown || fine == 0 ? asio::cancellation_type::all : asio::cancellation_type::none;
    }
};

class wire_embeddings final : public embedding_model {
public:
    wire_embeddings(http::client& client, std::vector<endpoint> in_order, embedding_limits limits)
        : hosts_(client, std::move(in_order)), limits_(limits)
    {
    }

    asio::awaitable<result<embeddings>> embed(embedding_request request, deadline until) override
    {
        if (auto fine = check(request); !fine) co_return fine.error();
        job work{.request = std::move(request), .batches = {}};
        work.length = static_cast<std::size_t>(work.request.dimensions.value_or(0));
        work.batches = make_batches(work.request.texts, limits_);
        work.made.vectors.resize(work.request.texts.size());
        if (work.batches.empty()) co_return std::move(work.made);

        auto loop = co_await asio::this_coro::executor;
        using worker = decltype(asio::co_spawn(loop, run(work, until), asio::deferred));
        std::vector<worker> workers;
        const std::size_t count =
            std::clamp<std::size_t>(limits_.requests_in_flight_max, 1, work.batches.size());
        for (std::size_t i = 0; i < count; ++i)
            workers.push_back(asio::co_spawn(loop, run(work, until), asio::deferred));
        const auto [order, thrown, fine] =
            co_await asio::experimental::make_parallel_group(std::move(workers))
                .async_wait(until_one_fails(), asio::use_awaitable);
        if (work.failure) co_return std::move(*work.failure);
        for (const auto& each : thrown)
            if (each) std::rethrow_exception(each);
        co_return std::move(work.made);
    }

private:
    // One batch after the other. Zero when the job has failed.
    asio::awaitable<int> run(job& work, deadline until)
    {
        while (work.next_batch != work.batches.size() && !work.failure) {
            const text_range batch = work.batches[work.next_batch++];
            auto got = co_await ask(work, batch, until);
            if (got) got = accept(work, batch, std::move(*got));
            if (!got && !work.failure) work.failure = got.error();
        }
        co_return work.failure ? 0 : 1;
    }

    asio::awaitable<result<embedding_batch>> ask(const job& work, text_range batch, deadline until)
    {
        refusal_facts refused;
        auto got = co_await ask_for(encoding_, work, batch, until, refused);
        const bool odd_request = refused.status == 400 || refused.status == 422;
        if (!got && encoding_ == encoding::base64 && odd_request && !needs_a_person(refused)) {
            got = co_await ask_for(encoding::numbers, work, batch, until, refused);
            if (got) encoding_ = encoding::numbers;
        }
        if (!got) co_return got.error();
        auto read = reader_.read(std::move(got->body), batch.end - batch.begin);
        if (read && read->refused) read = describe(*read->refused, asked_with_of(hosts_.where(got->from)));
        if (!read) co_return with_request_id(read.error(), got->request_id);
        co_return read;
    }

    asio::awaitable<result<answer>> ask_for(encoding as, const job& work, text_range batch, deadline until,
                                            refusal_facts& refused)
    {
        call_for make = [&work, batch, as](std::size_t, const std::string& model) {
            return call_of(work, batch, model, as);
        };
        return hosts_.ask(work.request.model, std::move(make), until, &refused);
    }

    static result<embedding_batch> accept(job& work, text_range batch, embedding_batch got)
    {
        const std::size_t length = got.vectors.front().size();
        if (work.length == 0) work.length = length;
        if (work.length != length)
            return error{errc::malformed, "the model service sent embeddings of " + std::to_string(length) +
                                              " numbers instead of " + std::to_string(work.length)};
        for (std::size_t i = 0; i < got.vectors.size(); ++i)
            work.made.vectors[batch.begin + i] = std::move(got.vectors[i]);
        work.made.prompt_tokens += got.prompt_tokens;
        return embedding_batch();
    }

    upstreams hosts_;
    embedding_limits limits_;
    encoding encoding_ = encoding::base64;  // plain once a host has refused Base64
    embedding_reader reader_;
};

}  // namespace

std::unique_ptr<embedding_model> connect_embeddings(http::client& client, endpoint where,
                                                    embedding_limits limits)
{
    std::vector<endpoint> only;
    only.push_back(std::move(where));
    return connect_embeddings(client, std::move(only), limits);
}

std::unique_ptr<embedding_model> connect_embeddings(http::client& client, std::vector<endpoint> in_order,
                                                    embedding_limits limits)
{
    return std::make_unique<wire_embeddings>(client, std::move(in_order), limits);
}

}  // namespace parley::openai
