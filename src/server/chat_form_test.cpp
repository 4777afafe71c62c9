#include "server/chat_form.hpp"

#include "server/chat_request.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

constexpr std::string_view json_part = R"({"messages":[{"role":"user","content":"What is in it?"}]})";

std::string part(std::string_view name, std::string_view bytes)
{
    std::string text = "--cut\r\nContent-Disposition: form-data; name=\"";
    return text.append(name).append("\"\r\n\r\n").append(bytes).append("\r\n");
}

http::request form(const std::string& parts)
{
    http::request request;
    request.headers.set("Content-Type", "multipart/form-data; boundary=cut");
    request.body = parts + "--cut--\r\n";
    return request;
}

std::string complaint(const std::string& parts)
{
    const auto wanted = parse_chat_request(form(parts), {});
    return wanted ? "none" : wanted.error().detail;
}

TEST(ChatForm, IsDialectCAndItsFilesStandBehindTheirMessage)
{
    const auto wanted =
        parse_chat_request(form(part("json", json_part) + part("messages[0].files[0]", "One day.") +
                                part("messages[0].files[1]", "Two days.")),
                           {});
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->spoken, dialect::c);
    EXPECT_EQ(wanted->asked.text, "What is in it?\n\nOne day.\n\nTwo days.");
}

TEST(ChatForm, NamesWhatIsWrong)
{
    EXPECT_EQ(complaint(part("messages[0].files[0]", "x")), "the form must have a part json");
    EXPECT_EQ(complaint(part("json", "{")), "the request body is not valid JSON");
    EXPECT_EQ(complaint(part("json", json_part) + part("messages[1].files[0]", "x")),
              "messages[1].files[0] belongs to no message whose content is a string");
    EXPECT_EQ(complaint(part("json", json_part) + part("messages[0].files[0]", "\x89PNG")),
              "messages[0].files[0] must be text: no other files are read here");
    EXPECT_EQ(complaint(part("json", json_part) + part("messages[-1].files[0]", "x")),
              "a form may hold json and messages[i].files[j]: nothing else is read here");
    EXPECT_EQ(complaint(part("json", json_part) + part("secret", "x")),
              "a form may hold json and messages[i].files[j]: nothing else is read here");
}

TEST(ChatForm, IsRefusedWhenItIsCutOff)
{
    auto request = form(part("json", json_part));
    request.body.resize(request.body.size() - 10);
    EXPECT_EQ(parse_chat_request(request, {}).error().code, errc::invalid_input);
}

TEST(ChatForm, IsRefusedOfAPageOfAnotherSite)
{
    auto request = form(part("json", json_part));
    request.headers.set("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(parse_chat_request(request, {}).error().detail,
              "This request was made by a page of another site.");
}

TEST(ChatForm, IsRefusedOfAnotherOriginWhereTheBrowserTellsNoSite)
{
    auto request = form(part("json", json_part));
    request.headers.set("Host", "chat.example");
    request.headers.set("Origin", "http://evil.example");
    EXPECT_EQ(parse_chat_request(request, {}).error().detail,
              "This request was made by a page of another site.");
    request.headers.set("Origin", "http://chat.example");
    EXPECT_TRUE(parse_chat_request(request, {}));
}

}  // namespace
}  // namespace parley::server
