#include "rag/prompt_template.hpp"

#include <gtest/gtest.h>

#include <array>

namespace parley::rag {
namespace {

constexpr std::array<std::string_view, 3> names{"question", "open", "sources"};

std::string rendered(std::string text, const prompt_values& with)
{
    const auto made = prompt_template::parse(std::move(text), names);
    return made ? made->render(with) : made.error().detail;
}

std::string complaint(std::string text)
{
    const auto made = prompt_template::parse(std::move(text), names);
    return made ? "none" : made.error().detail;
}

TEST(PromptTemplate, PutsValuesInAsTheyAre)
{
    EXPECT_EQ(rendered("Q: {{question}}\n", {{"question", "a < b & \"c\" {{open}}\nd"}}),
              "Q: a < b & \"c\" {{open}}\nd");
}

TEST(PromptTemplate, RepeatsAListAndDecidesByAFlag)
{
    const std::string text =
        "{{#open}}\nopen\n{{/open}}\n{{^open}}\nshut\n{{/open}}\n{{#sources}}\n- {{.}}\n{{/sources}}\n";
    const std::vector<std::string> sources{"a", "b"};
    EXPECT_EQ(rendered(text, {{"open", true}, {"sources", sources}}), "open\n- a\n- b");
    EXPECT_EQ(rendered(text, {{"open", false}, {"sources", std::vector<std::string>{}}}), "shut");
}

TEST(PromptTemplate, LeavesCommentsOut)
{
    EXPECT_EQ(rendered("a{{! why {{ }}b", {}), "ab");
}

TEST(PromptTemplate, NamesTheLineOfANameThatIsNone)
{
    EXPECT_EQ(complaint("{{question}}\n{{# sorces }}"),
              "line 2: there is no {{sorces}}; did you mean {{sources}}?");
    EXPECT_EQ(complaint("{{weather}}"), "line 1: there is no {{weather}}");
}

TEST(PromptTemplate, RefusesWhatItCannotRead)
{
    EXPECT_EQ(complaint("a\n\n{{question"), "line 3: a {{ without its }}");
    EXPECT_NE(complaint("{{#open}}never closed"), "none");
    EXPECT_NE(complaint("{{/open}}"), "none");
    EXPECT_EQ(complaint("{{> other}}"), "line 1: partials and other delimiters are not offered");
    EXPECT_EQ(complaint("{{=<% %>=}}"), "line 1: partials and other delimiters are not offered");
}

}  // namespace
}  // namespace parley::rag
