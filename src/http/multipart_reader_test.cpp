#include "http/multipart_reader.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

constexpr std::string_view two_parts =
    "passed over\r\n"
    "--cut\r\n"
    "Content-Disposition: form-data; name=\"note\"\r\n"
    "\r\n"
    "a line\r\nand --cut in it\r\n"
    "--cut  \r\n"
    "content-type: application/pdf\r\n"
    "content-disposition: form-data; name=file; filename=\"a b.pdf\"\r\n"
    "\r\n"
    "%PDF\r\n\r\n--cu\r\n"
    "--cut--\r\nand this too";

// A line for each part, its bytes behind it; "end" where the form has ended, "refused" where it is none.
std::string read_all(const std::vector<std::string_view>& fed, std::string_view boundary = "cut")
{
    multipart_reader reader(boundary);
    std::string told;
    for (const auto bytes : fed) {
        reader.feed(bytes);
        for (;;) {
            const auto next = reader.next();
            if (!next) return told + "\nrefused";
            if (!*next) break;
            if (const auto* part = std::get_if<multipart_reader::part>(&**next))
                told += "\n[" + part->name + '|' + part->file_name.value_or("none") + ']';
            else if (const auto* text = std::get_if<std::string_view>(&**next))
                told += *text;
            else
                told += "\nend";
        }
    }
    return told;
}

std::string file_name_of(const std::string& parameters)
{
    const auto told = read_all(
        {"--cut\r\nContent-Disposition: form-data; name=\"file\"; " + parameters + "\r\n\r\nx\r\n--cut--"});
    const auto begin = told.find('|') + 1;
    return told.substr(begin, told.find(']') - begin);
}

TEST(MultipartReader, GivesTheSamePartsHoweverTheFormIsCut)
{
    const std::string expected =
        "\n[note|none]a line\r\nand --cut in it\n[file|a b.pdf]%PDF\r\n\r\n--cu\nend";
    ASSERT_EQ(read_all({two_parts}), expected);
    for (std::size_t first = 0; first <= two_parts.size(); ++first)
        for (std::size_t second = first; second <= two_parts.size(); second += 7)
            EXPECT_EQ(read_all({two_parts.substr(0, first), two_parts.substr(first, second - first),
                                two_parts.substr(second)}),
                      expected)
                << "cut at " << first << " and " << second;
}

TEST(MultipartReader, ReadsAnEmptyFileAndAnEmptyForm)
{
    EXPECT_EQ(read_all({"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n"
                        "\r\n--cut--"}),
              "\n[file|]\nend");
    EXPECT_EQ(read_all({"--cut--\r\n"}), "\nend");
}

TEST(MultipartReader, HoldsNoMoreThanADelimiterOfALargePart)
{
    multipart_reader reader("cut");
    reader.feed("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n");
    ASSERT_TRUE(*reader.next());
    const std::string block(16 * 1024, 'x');
    std::size_t got = 0;
    for (int i = 0; i < 64; ++i) {
        reader.feed(block);
        while (const auto next = *reader.next()) got += std::get<std::string_view>(*next).size();
        EXPECT_LE(block.size() * static_cast<std::size_t>(i + 1) - got, 8U);
    }
}

TEST(MultipartReader, UnderstandsTheNamesThatProgramsWrite)
{
    EXPECT_EQ(file_name_of("filename=\"plain.txt\""), "plain.txt");
    EXPECT_EQ(file_name_of("filename=bare.txt"), "bare.txt");
    EXPECT_EQ(file_name_of("filename=\"say %22yes%22.txt\""), "say \"yes\".txt");
    EXPECT_EQ(file_name_of("filename=\"say \\\"yes\\\".txt\""), "say \"yes\".txt");
    EXPECT_EQ(file_name_of("filename=\"C:\\folder\\a;b.txt\""), "C:\\folder\\a;b.txt");
    EXPECT_EQ(file_name_of("filename=\"urlaub.txt\"; filename*=UTF-8''%C3%BCber.txt"), "über.txt");
}

TEST(MultipartReader, RefusesWhatIsNoForm)
{
    EXPECT_EQ(read_all({"--cut and more\r\n\r\n"}), "\nrefused");
    EXPECT_EQ(read_all({"--cut\r\n\r\nno name\r\n--cut--"}), "\nrefused");
    EXPECT_EQ(read_all({"--cut\r\nContent-Disposition: form-data\r\n\r\nx"}), "\nrefused");
    EXPECT_EQ(read_all({"--cut\r\nX: " + std::string(20'000, 'x')}), "\nrefused");
    EXPECT_EQ(read_all({"--cut" + std::string(20'000, ' ')}), "\nrefused");
}

TEST(MultipartReader, KnowsAFormThatIsCutOffFromAWholeOne)
{
    multipart_reader reader("cut");
    for (const auto bytes : {two_parts.substr(0, two_parts.find("--cut--")), std::string_view("--cut--")}) {
        EXPECT_FALSE(reader.complete());
        reader.feed(bytes);
        while (*reader.next()) continue;
    }
    EXPECT_TRUE(reader.complete());
}

TEST(FormBoundary, IsReadFromTheContentType)
{
    EXPECT_EQ(*form_boundary("multipart/form-data; boundary=----WebKit7"), "----WebKit7");
    EXPECT_EQ(*form_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
    EXPECT_EQ(form_boundary("application/json").error().code, errc::unsupported);
    EXPECT_EQ(form_boundary("").error().code, errc::unsupported);
    EXPECT_EQ(form_boundary("multipart/form-data").error().code, errc::invalid_input);
    EXPECT_EQ(form_boundary("multipart/form-data; boundary=" + std::string(71, 'b')).error().code,
              errc::invalid_input);
}

}  // namespace
}  // namespace parley::http
