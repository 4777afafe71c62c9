#include "cli/ingest_report.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace parley::cli {
namespace {

using ingest::outcome;

ingest::file_report failed_file()
{
    return {"a.pdf", outcome::failed, "it is encrypted", 0, 0, {}};
}
ingest::file_report added_file()
{
    return {"b.pdf", outcome::added, "", 3, 9, {}, "handbook"};
}

std::string report(report_style style)
{
    std::ostringstream out;
    ingest_report written(out, style);
    written.on_file(failed_file(), {1, 3, 10, 30});
    written.on_file(added_file(), {2, 3, 20, 30});
    written.on_file({"c.pdf", outcome::unchanged, "", 1, 1, {}}, {3, 3, 30, 30});
    written.on_end({.added = 1, .unchanged = 1, .failed = 1, .pages = 3, .chunks = 9});
    return out.str();
}

TEST(IngestReport, GivesOneLinePerChangedFileWithTheReason)
{
    const auto text = report(report_style::plain);
    EXPECT_EQ(text.substr(0, text.find("done:")), "failed a.pdf: it is encrypted\nadded b.pdf (3 pages)\n");
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(IngestReport, KeepsTheReasonOfAFailureAboveTheProgressLine)
{
    const auto text = report(report_style::terminal);
    EXPECT_NE(text.find("failed a.pdf: it is encrypted\n"), std::string::npos);
    EXPECT_NE(text.find("3 of 3 files"), std::string::npos);
}

TEST(IngestReport, CountsOneAsOne)
{
    std::ostringstream out;
    ingest_report written(out, report_style::terminal);
    written.on_file({"a.md", outcome::added, "", 1, 1, {}}, {1, 1, 10, 10});
    written.on_end({.added = 1, .pages = 1, .chunks = 1});
    EXPECT_NE(out.str().find("1 of 1 file, "), std::string::npos) << out.str();
    EXPECT_NE(out.str().find("1 page, 1 passage in "), std::string::npos) << out.str();
}

TEST(IngestReport, WritesOneJsonObjectPerLineForMachines)
{
    std::istringstream lines(report(report_style::json));
    std::string line;
    std::vector<boost::json::value> objects;
    while (std::getline(lines, line)) objects.push_back(boost::json::parse(line));
    ASSERT_EQ(objects.size(), 4U);
    EXPECT_EQ(objects[0].at("outcome"), "failed");
    EXPECT_EQ(objects[0].at("category"), "");
    EXPECT_EQ(objects[1].at("category"), "handbook");
    EXPECT_EQ(objects[2].at("files_done"), 3);
    EXPECT_EQ(objects[3].at("type"), "summary");
    EXPECT_EQ(objects[3].at("failed"), 1);
}

TEST(IngestReport, KeepsALineALineWhateverAFileIsCalled)
{
    std::ostringstream out;
    ingest_report(out, report_style::plain).on_file({"a\n\x1b[31m\xff.md", outcome::added, "", 1, 1, {}}, {});
    EXPECT_EQ(out.str(), "added a [31m\uFFFD.md (1 page)\n");
    out.str("");
    ingest_report(out, report_style::json).on_file({"\xff.md", outcome::added, "", 1, 1, {}}, {});
    EXPECT_EQ(boost::json::parse(out.str()).at("path"), "\uFFFD.md");
}

// Reasons name files and quote documents: a folder's name commanded the terminal and forged a line.
TEST(IngestReport, KeepsALineALineWhateverAReasonHolds)
{
    for (const auto style : {report_style::plain, report_style::terminal}) {
        std::ostringstream out;
        ingest_report(out, style)
            .on_file(
                {"a.md", outcome::updated, "was moved from b\x1b]0;x\x07\u009b2J\nremoved c.md", 0, 1, {}},
                {});
        EXPECT_NE(out.str().find("updated a.md: was moved from b ]0;x 2J removed c.md\n"), std::string::npos)
            << out.str();
        EXPECT_EQ(out.str().find("\nremoved"), std::string::npos);
    }
}

TEST(IngestReport, SaysOfAPlanWhatWouldBeRemovedAlsoWhenItIsRefused)
{
    std::ostringstream out;
    ingest_report(out, report_style::plain).on_end({.removed = 2, .stopped = true, .planned = true});
    EXPECT_EQ(out.str().substr(0, 28), "planned: 2 would be removed,") << out.str();
}

TEST(IngestReport, SaysWhichPassagesHaveNoVectorsAndWhatHelps)
{
    const auto end_of = [](const ingest::summary& total) {
        std::ostringstream out;
        ingest_report(out, report_style::plain).on_end(total);
        return out.str().substr(out.str().find('\n') + 1);
    };
    EXPECT_EQ(end_of({.vectors = 9}), "");
    EXPECT_EQ(end_of({.without_vectors = 2}),
              "2 passages have no vectors: give --embedding-model to make them\n");
    EXPECT_EQ(end_of({.without_vectors = 1, .vector_fault = error{errc::unreachable, "no connection"}}),
              "1 passage has no vector: no connection; the next run tries again\n");
}

TEST(IngestReport, TellsOfDocumentsThatAreGivenTheirVectors)
{
    std::ostringstream out;
    ingest_report(out, report_style::json).on_vectors({3, 10});
    const auto line = boost::json::parse(out.str());
    EXPECT_EQ(line.at("type"), "vectors");
    EXPECT_EQ(line.at("documents_done"), 3);
    EXPECT_EQ(line.at("documents_total"), 10);
    out.str("");
    ingest_report(out, report_style::plain).on_vectors({3, 10});
    EXPECT_EQ(out.str(), "");
}

TEST(IngestReport, SpellsTheTimeLeftForPeople)
{
    EXPECT_EQ(spell(std::chrono::seconds(9)), "9 s");
    EXPECT_EQ(spell(std::chrono::seconds(200)), "3 min 20 s");
    EXPECT_EQ(spell(std::chrono::seconds(7260)), "2 h 1 min");
}

}  // namespace
}  // namespace parley::cli
