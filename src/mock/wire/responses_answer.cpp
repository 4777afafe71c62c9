#include "mock/wire/responses_answer.hpp"

#include "mock/wire/response_object.hpp"
#include "mock/wire/usage.hpp"

namespace parley::mock {

std::string responses_answer(const asked& asking, const reply& answer, id_seed ids, std::int64_t created)
{
    const response_items items(answer, ids);
    const auto used = usage_of(asking, answer, items.text);
    const auto output = items.all();
    const auto filters = items.content_filters();
    const bool misses_finish = answer.failure && answer.failure->kind == fault_kind::no_finish;
    std::string body;
    response_object(asking, ids, created)
        .append(body, {.status = misses_finish ? response_status::in_progress : items.status(),
                       .output = output,
                       .used = &used,
                       .incomplete_reason = items.incomplete_reason(),
                       .content_filters = filters});
    return body;
}

}  // namespace parley::mock
