#include "cli/answer_style.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"
#include "rag/prompt.hpp"
#include "rag/test_vocabulary.hpp"

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

TEST_F(AnswerStyle, EstimatesTokensUnlessThereIsAVocabulary)
{
    const auto usual = read({}).value().budget;
    EXPECT_EQ(usual.counted_by.name(), "estimate");
    EXPECT_EQ(usual.source_tokens_max, rag::prompt_budget().source_tokens_max);
    EXPECT_EQ(usual.history_tokens_max, rag::prompt_budget().history_tokens_max);

    write("o200k_base.tiktoken", rag::vocabulary_file({"aB"}));
    const auto file = (folder_.path / "o200k_base.tiktoken").string();
    const auto exact =
        read({"--vocabulary", file, "--source-tokens", "100000", "--history-tokens", "0"}).value().budget;
    EXPECT_EQ(exact.counted_by.name(), "vocabulary");
    EXPECT_EQ(exact.counted_by.count("aB"), 2U) << "o200k cuts where capitals begin";
    EXPECT_EQ(exact.source_tokens_max, 100'000U);
    EXPECT_EQ(exact.history_tokens_max, 0U);
    EXPECT_EQ(read({"--vocabulary", "cl100k:" + file}).value().budget.counted_by.count("aB"), 1U);
}

TEST_F(AnswerStyle, SaysWhatIsWrongWithAVocabulary)
{
    const auto complaint_about = [this](const std::string& name) {
        const auto style = read({"--vocabulary", "cl100k:" + (folder_.path / name).string()});
        return style ? "none" : style.error().detail;
    };
    const auto about = [this](const std::string& name) {
        return "--vocabulary: " + (folder_.path / name).string() + " ";
    };
    EXPECT_EQ(complaint_about("gone"), about("gone") + "cannot be read: No such file or directory");
    EXPECT_EQ(complaint_about(""), about("") + "cannot be read: Is a directory");
    write("page", "<!DOCTYPE html>\n");
    EXPECT_EQ(complaint_about("page"),
              about("page") +
                  "is no vocabulary in the form of tiktoken: line 1 is not a token in Base64, a "
                  "space and a rank (docs/prompts.md says where to get one)");
    write("large", "");
    std::filesystem::resize_file(folder_.path / "large", 33 * 1024 * 1024);
    EXPECT_EQ(complaint_about("large"), about("large") + "is longer than 33554432 bytes");
    EXPECT_EQ(read({"--vocabulary", "tokenizer.model"}).error().detail,
              "--vocabulary tokenizer.model: the name does not say how words are cut: give "
              "cl100k:tokenizer.model or o200k:tokenizer.model");
}

}  // namespace
}  // namespace parley::cli
