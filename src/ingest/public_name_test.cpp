#include "ingest/public_name.hpp"

#include <gtest/gtest.h>

#include <array>

namespace parley::ingest {
namespace {

TEST(SafeName, HoldsNothingThatUrlsOrMarkersGiveAMeaning)
{
    EXPECT_EQ(safe_name("Annual report (final) [v2].pdf"), "Annual-report-final-v2.pdf");
    EXPECT_EQ(safe_name("50% off? a#b: c.html"), "50-off-a-b-c.html");
    EXPECT_EQ(safe_name("größe_1.txt"), "größe_1.txt");
    EXPECT_EQ(safe_name("???"), "document");
    EXPECT_EQ(safe_name("..hidden"), "hidden");
}

TEST(SafeName, SpellsAccentedLettersOneWay)
{
    EXPECT_EQ(safe_name("cafe\u0301.txt"), "café.txt");
}

TEST(SafeName, SurvivesBytesThatAreNoText)
{
    EXPECT_EQ(safe_name("a\xFF\xFE.txt"), "a.txt");
}

// All names of up to five of these pieces: whoever sends a name back means the same document.
TEST(SafeName, IsTheSafeNameOfItself)
{
    constexpr std::array<std::string_view, 6> pieces = {"a", ".", "-", " ", "\u0301", "\u00A8"};
    std::vector<std::string> names = {"", "draft -.md", "a - -.-.pdf", "a.-"};
    for (std::size_t first = 0, length = 0; length < 5; ++length) {
        const std::size_t end = names.size();
        for (; first < end; ++first)
            for (const auto piece : pieces) names.push_back(names[first] + std::string(piece));
    }
    for (const auto& name : names) {
        const auto once = safe_name(name);
        ASSERT_EQ(safe_name(once), once) << "from \"" << name << '"';
    }
    EXPECT_EQ(safe_name("draft -.md"), "draft.md");
}

TEST(NameRegister, AddsAsManyFoldersAsItTakes)
{
    name_register names;
    EXPECT_EQ(names.name_for("1", "/docs/a/readme.md"), "readme.md");
    EXPECT_EQ(names.name_for("2", "/docs/b/readme.md"), "b-readme.md");
    EXPECT_EQ(names.name_for("3", "/other/b/readme.md"), "other-b-readme.md");
}

TEST(NameRegister, NumbersNamesThatFoldersDoNotTellApart)
{
    name_register names;
    EXPECT_EQ(names.name_for("1", "/a b.txt"), "a-b.txt");
    EXPECT_EQ(names.name_for("2", "/a-b.txt"), "a-b-2.txt");
}

TEST(NameRegister, KeepsTheNamesOfKnownDocuments)
{
    name_register names;
    names.add_known("b-readme.md", "2");
    EXPECT_EQ(names.name_for("2", "/docs/b/readme.md"), "b-readme.md");
    EXPECT_EQ(names.name_for("1", "/docs/a/readme.md"), "readme.md");
}

TEST(NameRegister, ShortensLongNamesButNotTheirExtension)
{
    name_register names;
    const auto name = names.name_for("1", "/docs/" + std::string(200, 'x') + ".pdf");
    EXPECT_LE(name.size(), 120U);
    EXPECT_TRUE(name.ends_with(".pdf"));
}

TEST(DocumentId, IsTheSameForTheSamePathAndOnlyForIt)
{
    EXPECT_EQ(document_id("/a/b.txt"), document_id("/a/b.txt"));
    EXPECT_NE(document_id("/a/b.txt"), document_id("/a/c.txt"));
    EXPECT_EQ(document_id("/a/b.txt").size(), 32U);
}

}  // namespace
}  // namespace parley::ingest
