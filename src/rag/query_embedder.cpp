#include "rag/query_embedder.hpp"

#include "base/utf8.hpp"
#include "retrieval/vector/unit_vector.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

constexpr std::size_t query_bytes_max = 8 * 1024;  // about what models of today take at once

}  // namespace

asio::awaitable<result<std::optional<std::vector<float>>>> query_embedder::embed(std::string query,
                                                                                 std::size_t dimensions,
                                                                                 deadline until)
{
    const std::optional<std::vector<float>> none;
    openai::embedding_request request{.model = model_name_, .texts = {}};
    request.texts.emplace_back(utf8::prefix(query, query_bytes_max));
    const auto no_later = std::min(until, deadline_after(patience_));
    auto made = co_await finish_before(no_later, model_.embed(std::move(request), no_later));
    if (!made) {
        if (made.error().code == errc::cancelled) co_return made.error();
        tell(made.error());
        co_return none;
    }
    auto unit = retrieval::unit_of(made->vectors.front());
    if (unit && unit->size() == dimensions) co_return std::move(unit);
    tell({errc::malformed, "a vector with " + std::to_string(made->vectors.front().size()) +
                               " dimensions cannot be compared with those of the store, which have " +
                               std::to_string(dimensions)});
    co_return none;
}

void query_embedder::tell(const error& failed) const
{
    log_.write(log_level::warning, "query_embedding_failed",
               {{"model", model_name_}, {"code", name_of(failed.code)}, {"detail", failed.detail}});
}

}  // namespace parley::rag
