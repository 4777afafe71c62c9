#include "rag/prompts.hpp"

#include "base/is_one_of.hpp"
#include "rag/prompt_texts.hpp"

#include <array>

namespace parley::rag {
namespace {

constexpr std::array<std::string_view, 3> answer_names{"open", "has_sources", "citations"};
constexpr std::array<std::string_view, 3> question_names{"question", "has_sources", "sources"};
constexpr std::array<std::string_view, 3> query_names{"question", "has_conversation", "conversation"};

constexpr std::array<std::string_view, 4> template_names{"answer", "question", "suggestions", "query"};

// The template of that name, replaced or not.
class template_source {
public:
    explicit template_source(const std::map<std::string, std::string>& replaced) : replaced_(replaced) {}

    result<prompt_template> make(const std::string& name, std::string_view built_in,
                                 std::span<const std::string_view> names) const
    {
        const auto found = replaced_.find(name);
        auto made =
            prompt_template::parse(found == replaced_.end() ? std::string(built_in) : found->second, names);
        if (!made) return error{errc::invalid_input, "the prompt " + name + ": " + made.error().detail};
        return made;
    }

private:
    const std::map<std::string, std::string>& replaced_;
};

result<void> check_template_names(const std::map<std::string, std::string>& replaced)
{
    for (const auto& [name, text] : replaced)
        if (!is_one_of(template_names, name))
            return error{errc::invalid_input, "there is no prompt " + name +
                                                  ": there are answer, question, suggestions and query"};
    return {};
}

}  // namespace

result<prompts> make_prompts(const std::map<std::string, std::string>& replaced)
{
    if (auto known = check_template_names(replaced); !known) return known.error();
    const template_source from(replaced);
    auto answer = from.make("answer", answer_text(), answer_names);
    if (!answer) return answer.error();
    auto question = from.make("question", question_text(), question_names);
    if (!question) return question.error();
    auto suggestions = from.make("suggestions", suggestions_text(), {});
    if (!suggestions) return suggestions.error();
    auto query = from.make("query", query_text(), query_names);
    if (!query) return query.error();
    return prompts{*std::move(answer), *std::move(question), *std::move(suggestions), *std::move(query)};
}

const prompts& built_in_prompts()
{
    static const prompts made = make_prompts().value();
    return made;
}

}  // namespace parley::rag
