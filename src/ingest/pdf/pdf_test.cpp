#include "ingest/pdf/pdf.hpp"

#include "base/descriptor.hpp"
#include "ingest/pdf/heading_level.hpp"
#include "ingest/pdf/page_text.hpp"
#include "ingest/pdf/pdf_file.hpp"
#include "ingest/pdf/running_lines.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mman.h>

namespace parley::ingest {
namespace {

result<parsed> parse(const std::string& bytes, const pdf_reader& reader = {})
{
    const descriptor file(::memfd_create("test.pdf", MFD_CLOEXEC));
    EXPECT_EQ(::pwrite(file.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
    return parse_pdf(file.get(), reader, nullptr);
}

std::string fault_of(const std::string& bytes)
{
    const auto document = parse(bytes);
    return document ? "none" : document.error().detail;
}

TEST(Pdf, GivesEveryPageItsTextAndNumber)
{
    const auto document = parse(pdf_file({{"Guide to pages", "First."}, {}, {"Third page."}}).bytes());
    ASSERT_TRUE(document) << document.error().detail;
    ASSERT_EQ(document->pages.size(), 3U);
    EXPECT_EQ(document->title, "Guide to pages");
    EXPECT_EQ(document->pages[0].text, "Guide to pages\nFirst.");
    EXPECT_EQ(document->pages[1].text, "");
    EXPECT_EQ(document->pages[2].text, "Third page.");
    EXPECT_EQ(document->pages[2].number, 3);
}

TEST(Pdf, ThatIsEncryptedSaysWhatToDo)
{
    EXPECT_NE(fault_of(pdf_file({{"Secret"}}, pdf_protection::password).bytes()).find("remove the password"),
              std::string::npos);
}

TEST(Pdf, WithoutTextIsTakenForAScan)
{
    EXPECT_NE(fault_of(pdf_file(std::vector<pdf_page_lines>(2)).bytes()).find("no text layer"),
              std::string::npos);
}

TEST(Pdf, ThatIsEmptyOrNoPdfIsDamaged)
{
    EXPECT_NE(fault_of("").find("damaged"), std::string::npos);
    EXPECT_NE(fault_of("%PDF-1.4\n% nothing follows").find("damaged"), std::string::npos);
}

TEST(Pdf, CutAnywhereEndsWithTextOrAReason)
{
    const std::string whole = pdf_file({{"Some text on a page."}}).bytes();
    for (std::size_t cut = 0; cut < whole.size(); cut += 37) {
        const auto document = parse(whole.substr(0, cut));
        EXPECT_TRUE(document || !document.error().detail.empty()) << cut;
    }
}

TEST(Pdf, WithoutItsReaderNamesThePackageToInstall)
{
    const auto document =
        parse(pdf_file({{"Text"}}).bytes(), {.program = "/nonexistent/pdftotext", .limits = {}});
    ASSERT_FALSE(document);
    EXPECT_NE(document.error().detail.find("apt-get install poppler-utils"), std::string::npos);
}

TEST(Pdf, ReaderThatCrashesIsTheFilesFault)
{
    EXPECT_NE(pdf_failure({-1, 11, ""}).detail.find("signal 11"), std::string::npos);
    EXPECT_EQ(pdf_failure({3, 0, "Copying of text from this document is not allowed."}).code,
              errc::unsupported);
}

TEST(PdfHeadings, AreKnownByTheirNumbers)
{
    EXPECT_EQ(heading_level("4.2 Names of things"), 2);
    EXPECT_EQ(heading_level("3.2.8. Limitations"), 3);
    EXPECT_EQ(heading_level("Chapter 3: Objects and modes"), 1);
    EXPECT_EQ(heading_level("Appendix B Licences"), 1);
}

TEST(PdfHeadings, AreNotListsContentsVersionsOrSentences)
{
    EXPECT_EQ(heading_level("4 Names"), 0);
    EXPECT_EQ(heading_level("4.2 Names of things … 17"), 0);
    EXPECT_EQ(heading_level("3.14 is a number"), 0);
    EXPECT_EQ(heading_level("4.2 This is a sentence."), 0);
    EXPECT_EQ(heading_level("Appendix G [Installation], page 1085) are"), 0);
    EXPECT_EQ(heading_level("2.0 Mbytes of vectors used"), 0);
    EXPECT_EQ(heading_level("4.1.1. Encoding names differ)"), 0);
}

TEST(PdfPages, LosePageNumbersAndRunningTitlesButKeepTheFirst)
{
    std::vector<std::string> raw;
    for (int i = 0; i < 6; ++i)
        raw.push_back("The Handbook\n\nText " + std::string(1, static_cast<char>('a' + i)) + ".\n" +
                      std::to_string(10 + i) + "\n");
    const auto pages = pages_from(raw);
    EXPECT_EQ(pages[0].text, "The Handbook\n\nText a.");
    EXPECT_EQ(pages[1].text, "Text b.");
    EXPECT_EQ(pages[5].text, "Text f.");
}

TEST(PdfPages, KeepLinesThatMerelyLookAlike)
{
    const auto pages = pages_from({"Usage\nfirst\n", "Usage\nsecond\n", "Usage\nthird\n", "Usage\nfourth\n"});
    EXPECT_EQ(pages[2].text, "Usage\nthird") << "it does not stand alone";
}

TEST(PdfPages, KnowTheChapterOnTopOfAPage)
{
    const auto pages = pages_from({"4 Naming\n\n4.1 Short names\nBe brief.\n"});
    ASSERT_EQ(pages[0].headings.size(), 2U);
    EXPECT_EQ(pages[0].headings[0].title, "4 Naming");
    EXPECT_EQ(pages[0].headings[1].level, 2);
}

TEST(PdfHeadings, OfChaptersHaveShortNumbers)
{
    EXPECT_TRUE(is_chapter_opening("4 Names of things"));
    EXPECT_FALSE(is_chapter_opening("422677 Sync instruction is wrong"));
}

// A chapter called "11. Pay" was once no heading, so that its page carried the one of the chapter before.
TEST(PdfHeadings, MayBeShortWhereTheNumberEndsWithADot)
{
    EXPECT_TRUE(is_chapter_opening("11. Pay"));
    EXPECT_EQ(heading_level("4.2. IT"), 2);
    EXPECT_EQ(heading_level("Chapter 3: IT"), 1);
    EXPECT_FALSE(is_chapter_opening("11 May")) << "a date";
    EXPECT_EQ(heading_level("4.2 GHz"), 0) << "a quantity";

    const auto pages = pages_from({"10. Other leave\n\n10. Other leave\nLife happens.\n\nPage 12\n",
                                   "11. Pay\n\n11. Pay\nSalaries are transferred.\n\nPage 13\n"});
    EXPECT_EQ(pages[1].text, "11. Pay\n\nSalaries are transferred.\n\nPage 13");
    ASSERT_EQ(pages[1].headings.size(), 1U);
    EXPECT_EQ(pages[1].headings[0].title, "11. Pay");
    EXPECT_EQ(pages[1].headings[0].level, 1);
}

TEST(PdfPages, TakeALoneNumberInALongDocumentForNoHeading)
{
    std::vector<std::string> raw(100, "Text.");
    raw[0] = "4.1 Names of things\n\nText.";
    EXPECT_TRUE(pages_from(raw)[0].headings.empty());
}

TEST(PdfPages, LoseARunningTitleThatRepeatsTheChapterOnItsOwnPage)
{
    const auto pages = pages_from({"13. Booking travel\n\n13. Booking travel\nTravel when it is useful.\n"});
    EXPECT_EQ(pages[0].text, "13. Booking travel\n\nTravel when it is useful.");
}

TEST(PdfPages, KeepRowsWithDotLeadersApart)
{
    const auto pages =
        pages_from({"Limits of the place in which the device works\n"
                    "Highest humidity of the surrounding air ..... 45 %\n"
                    "Highest temperature of the surrounding air . . . . 60 C\n"
                    "Keep the device away from direct light and other\n"
                    "sources of heat.\n"});
    EXPECT_EQ(pages[0].text,
              "Limits of the place in which the device works\n\n"
              "Highest humidity of the surrounding air … 45 %\n\n"
              "Highest temperature of the surrounding air … 60 C\n\n"
              "Keep the device away from direct light and other sources of heat.");
}

TEST(PdfPages, ShortenDotLeaders)
{
    EXPECT_EQ(pages_from({"Names . . . . . . . . 12\nand so on...\n"})[0].text, "Names … 12\n\nand so on...");
}

}  // namespace
}  // namespace parley::ingest
