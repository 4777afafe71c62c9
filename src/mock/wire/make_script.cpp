#include "mock/wire/make_script.hpp"

#include "mock/wire/azure_filters.hpp"
#include "mock/wire/chat_answer.hpp"
#include "mock/wire/chat_events.hpp"
#include "mock/wire/embedding_answer.hpp"
#include "mock/wire/error_answer.hpp"
#include "mock/wire/listed_script.hpp"
#include "mock/wire/models_answer.hpp"
#include "mock/wire/raw_events.hpp"
#include "mock/wire/rerank_answer.hpp"
#include "mock/wire/responses_answer.hpp"
#include "mock/wire/responses_events.hpp"
#include "mock/wire/stream_script.hpp"
#include "mock/wire/usage.hpp"

namespace parley::mock {
namespace {

class script_maker {
public:
    script_maker(const asked& asking, std::shared_ptr<const reply> answer, const script_settings& settings)
        : asking_(asking),
          answer_(std::move(answer)),
          settings_(settings),
          ids_{settings.seed, settings.number},
          waits_(waits_of(asking, answer_, settings))
    {
    }

    std::unique_ptr<script> operator()(const text_reply& text)
    {
        if (asking_.at == endpoint::models) return models();
        if (asking_.at == endpoint::embeddings) return embeddings({});
        if (asking_.at == endpoint::rerank) return whole(json(rerank_answer(asking_)), waits_.before_first());
        if (asking_.stream) return stream(events());
        std::string body = asking_.at == endpoint::chat
                               ? chat_answer(asking_, *answer_, ids_, settings_.created)
                               : responses_answer(asking_, *answer_, ids_, settings_.created);
        const auto tokens = waits_.never_waits() ? 0 : tokens_of(text);
        return whole(json(std::move(body)), waits_.in_all(tokens),
                     is_failing(fault_kind::no_finish) ? fault_state::happened : reordered(asking_.choices));
    }

    std::unique_ptr<script> operator()(const error_reply& error)
    {
        return whole(error_answer(asking_.style, asking_.at, error, settings_.created),
                     waits_.before_first());
    }

    std::unique_ptr<script> operator()(const raw_reply& raw)
    {
        send_head head{raw.status, {{"Content-Type", raw.content_type}}, raw.body};
        return whole(std::move(head), waits_.before_first());
    }

    std::unique_ptr<script> operator()(const raw_events_reply& given)
    {
        return stream(std::make_unique<raw_events>(answer_, given.events));
    }

    std::unique_ptr<script> operator()(const raw_pieces_reply& given)
    {
        return stream(std::make_unique<raw_pieces>(answer_, given.pieces));
    }

    std::unique_ptr<script> operator()(const embedding_reply& given)
    {
        if (asking_.at == endpoint::embeddings) return embeddings(given);
        return (*this)(error_reply{.status = 500});  // never asked for: see the header
    }

private:
    static wait_maker waits_of(const asked& asking, const std::shared_ptr<const reply>& answer,
                               const script_settings& settings)
    {
        auto times = settings.times;
        if (answer->times) times = {answer, &*answer->times};
        const bool has_prefill = times && times->prefill_ms_per_token > 0;
        const auto tokens = has_prefill ? static_cast<std::size_t>(input_tokens(asking)) : 0;
        return {std::move(times), settings.seed, settings.number, tokens, settings.now};
    }

    static send_head json(std::string body)
    {
        return {.headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
    }

    bool is_failing(fault_kind how) const { return answer_->failure && answer_->failure->kind == how; }

    // Of one alone there is no other order.
    fault_state reordered(std::size_t count) const
    {
        return is_failing(fault_kind::reordered_index) && asking_.at != endpoint::responses && count > 1
                   ? fault_state::happened
                   : fault_state::to_come;
    }

    std::unique_ptr<script> whole(send_head head, std::chrono::nanoseconds wait,
                                  fault_state state = fault_state::to_come)
    {
        return make_whole_script(std::move(head), std::move(answer_), wait, state);
    }

    std::unique_ptr<script> stream(std::unique_ptr<event_source> events)
    {
        const auto state = reordered(asking_.choices);
        return std::make_unique<stream_script>(std::move(events), std::move(answer_), std::move(waits_),
                                               state);
    }

    std::unique_ptr<event_source> events() const
    {
        if (asking_.at == endpoint::chat)
            return std::make_unique<chat_events>(asking_, answer_, ids_, settings_.created);
        return std::make_unique<responses_events>(asking_, answer_, ids_, settings_.created);
    }

    std::unique_ptr<script> embeddings(const embedding_reply& given)
    {
        auto body = embedding_answer(asking_, *answer_, given, settings_.dimensions);
        const bool is_spoilt = is_failing(fault_kind::wrong_count) || is_failing(fault_kind::wrong_length) ||
                               is_failing(fault_kind::not_a_number);
        return whole(json(std::move(body)), waits_.before_first(),
                     is_spoilt ? fault_state::happened : reordered(asking_.input.size()));
    }

    std::unique_ptr<script> models()
    {
        auto head = models_answer(asking_, settings_.models, settings_.created);
        return whole(std::move(head), waits_.before_first());
    }

    // Every piece that a stream would have waited for.
    std::size_t tokens_of(const text_reply& text) const
    {
        std::size_t tokens = 0;
        const auto count = [&](const chunking& how, std::string_view part) {
            for (piece_cutter cutter(how, part); !cutter.done(); ++tokens) cutter.next();
        };
        const auto& beside = chunks_beside_text(answer_->chunks);
        count(answer_->chunks, text.text);
        count(beside, text.reasoning);
        count(beside, text.refusal);
        for (const auto& call : text.tool_calls) count(beside, call.arguments);
        return tokens;
    }

    const asked& asking_;
    std::shared_ptr<const reply> answer_;
    const script_settings& settings_;
    id_seed ids_;
    wait_maker waits_;
};

// What Azure's filter withholds it withholds, unless the reply itself says how it ends.
std::shared_ptr<const reply> as_filtered(const asked& asking, std::shared_ptr<const reply> answer)
{
    const auto* text = std::get_if<text_reply>(&answer->content);
    const bool is_filtered = asking.style != host_style::openai && text != nullptr &&
                             text->finish_reason.empty() && withholds(text->filtered);
    if (!is_filtered) return answer;
    auto made = *answer;
    std::get<text_reply>(made.content).finish_reason = "content_filter";
    return std::make_shared<const reply>(std::move(made));
}

}  // namespace

std::unique_ptr<script> make_script(const asked& asking, std::shared_ptr<const reply> answer,
                                    const script_settings& settings)
{
    // Named apart: the maker gives its share away, and the content is looked at meanwhile.
    const auto kept = as_filtered(asking, std::move(answer));
    return std::visit(script_maker(asking, kept, settings), kept->content);
}

}  // namespace parley::mock
