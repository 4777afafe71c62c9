#include "openai/model_family.hpp"
#include "rag/prompt.hpp"
#include "rag/writer.hpp"
#include "rag/written_stream.hpp"

#include <algorithm>
#include <utility>

namespace parley::rag {
namespace {

constexpr double temperature_default = 0.3;  // near the sources, yet readable
constexpr int output_tokens_max = 1024;      // about 700 words
constexpr int reasoning_tokens_max = 8192;   // thinking counts as output

class model_writer final : public writer {
public:
    model_writer(openai::chat_model& model, std::string model_name, const prompts& texts, grounding how)
        : model_(model), model_name_(std::move(model_name)), texts_(texts), how_(how)
    {
    }

    std::string_view name() const override { return model_name_; }

    asio::awaitable<result<std::unique_ptr<openai::chat_stream>>> start(writing_task task,
                                                                        deadline until) override
    {
        if (how_ == grounding::refuse && task.passages.empty())
            co_return make_written_stream({std::string(unanswered_note)});
        const bool thinks = openai::is_reasoning_model(model_name_);
        openai::chat_request request;
        request.model = model_name_;
        request.setbacks = task.setbacks;
        request.messages = make_prompt(task, texts_, how_);
        if (!thinks) request.temperature = task.asked.temperature.value_or(temperature_default);
        const int most = thinks ? reasoning_tokens_max : output_tokens_max;
        request.output_tokens_max = std::min(task.asked.output_tokens_max.value_or(most), most);
        if (thinks) request.limit_name = openai::output_limit::max_completion_tokens;
        co_return co_await model_.start(std::move(request), until);
    }

private:
    openai::chat_model& model_;
    std::string model_name_;
    const prompts& texts_;
    grounding how_;
};

}  // namespace

std::unique_ptr<writer> make_model_writer(openai::chat_model& model, std::string model_name,
                                          const prompts& texts, grounding how)
{
    return std::make_unique<model_writer>(model, std::move(model_name), texts, how);
}

}  // namespace parley::rag
