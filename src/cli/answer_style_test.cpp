#include "cli/answer_style.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"
#include "rag/prompt.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

class AnswerStyle : public testing::Test {
protected:
    static result<answer_style> read(const std::vector<std::string>& arguments)
    {
        const auto nothing_set = [](std::string_view) { return std::optional<std::string>(); };
        return read_answer_style(parse_command_line("ask", arguments, nothing_set).value().values);
    }

    std::string complaint() const
    {
        const auto style = read({"--prompts", folder_.path.string()});
        return style ? "none" : style.error().detail;
    }

    void write(const std::string& name, std::string_view text) const
    {
        std::ofstream(folder_.path / name) << text;
    }

    std::string in_folder(const std::string& text) const
    {
        return "--prompts " + folder_.path.string() + ": " + text;
    }

    temporary_folder folder_;
};

TEST_F(AnswerStyle, RestsOnTheSourcesAndTheBuiltInTextsUnlessToldOtherwise)
{
    const auto style = read({}).value();
    EXPECT_EQ(style.grounded, rag::grounding::sources);
    EXPECT_EQ(style.rewrite, rag::rewriting::follow_ups);
    EXPECT_EQ(style.texts.suggestions.render({}), rag::built_in_prompts().suggestions.render({}));
    EXPECT_EQ(read({"--grounding", "refuse"}).value().grounded, rag::grounding::refuse);
    EXPECT_EQ(read({"--grounding", "none"}).error().detail, "--grounding takes sources, open or refuse");
}

TEST_F(AnswerStyle, TakesTheTextsOfAFolder)
{
    write("suggestions.mustache", "Suggest nothing.\n");
    write("README.md", "{{not a template}}");
    EXPECT_EQ(read({"--prompts", folder_.path.string()}).value().texts.suggestions.render({}),
              "Suggest nothing.");
}

TEST_F(AnswerStyle, SaysWhatIsWrongWithAFolder)
{
    const auto gone = (folder_.path / "gone").string();
    EXPECT_EQ(read({"--prompts", gone}).error().detail,
              "--prompts: cannot read the folder " + gone + ": No such file or directory");
    EXPECT_EQ(complaint(), "--prompts: " + folder_.path.string() + " holds no file such as answer.mustache");
    write("question.mustache", "Q:\n{{qestion}}");
    EXPECT_EQ(complaint(),
              in_folder("the prompt question: line 2: there is no {{qestion}}; did you mean {{question}}?"));
    write("question.mustache", "{{question}}");
    write("anwser.mustache", "");
    EXPECT_EQ(complaint(),
              in_folder("there is no prompt anwser: there are answer, question, suggestions and query"));
}

}  // namespace
}  // namespace parley::cli
