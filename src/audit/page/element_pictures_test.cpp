#include "audit/page/element_pictures.hpp"

#include "audit/testing/audited_site.hpp"

namespace parley::audit {
namespace {

constexpr auto box = "<div role=button tabindex=0 style='width:40px;height:30px;background:#05f'></div>";

// The number at a place in base64; pictures of PNG have width and height at 16 and 20 (RFC 2083, 4.1.1).
std::uint32_t number_at(const std::string& base64, std::size_t place)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::uint32_t number = 0;
    for (std::size_t bit = place * 8; bit < (place + 4) * 8; ++bit) {
        const auto digit = digits.find(base64.at(bit / 6));
        number = number * 2 + ((digit >> (5 - bit % 6)) & 1U);
    }
    return number;
}

// "40x30", or why there is none.
std::string shown(const element_picture& of)
{
    if (of.png.empty()) return of.reason;
    return std::to_string(number_at(of.png, 16)) + "x" + std::to_string(number_at(of.png, 20));
}

class ElementPictures : public AuditedSite {
protected:
    // Of a page with this in it, by the rule for names of buttons.
    std::vector<std::string> pictures_of(const std::string& body, picture_limits limits = {10, 1'000'000})
    {
        pages["/"] = {sound_page(body)};
        outcome = audited("/", {.options = R"({"runOnly":["aria-command-name"]})", .pictures = limits});
        std::vector<std::string> all;
        for (const auto& each : outcome.visit.pictures) all.push_back(shown(each));
        return all;
    }

    using texts = std::vector<std::string>;
    page_outcome outcome{.page = {}, .variant = {}, .file = {}, .results = error{errc::closed, ""}};
};

TEST_F(ElementPictures, AreNotTakenUnlessAskedFor)
{
    EXPECT_EQ(pictures_of(box, {}), texts{});
    EXPECT_EQ(violations_of(outcome), "aria-command-name 1");
    EXPECT_EQ(outcome.visit.pictures_left_out, 0U);
}

TEST_F(ElementPictures, HaveALittleOfThePageAround)
{
    EXPECT_EQ(pictures_of(box), texts{"56x46"});
    EXPECT_EQ(outcome.visit.pictures[0].target, "div");
    EXPECT_EQ(outcome.visit.steps.back().first, "pictures");
}

TEST_F(ElementPictures, AreOfElementsThatMustBeScrolledTo)
{
    EXPECT_EQ(pictures_of("<div style='height:9000px'></div><div tabindex=0 style='height:100px;width:300px;"
                          "overflow:auto'><div style='height:2000px'></div>" +
                          std::string(box) + "</div>"),
              texts{"56x46"});
}

TEST_F(ElementPictures, AreOfElementsInFramesAndShadowRoots)
{
    pages["/inner"] = {sound_page("<div style='height:3000px'></div>" + std::string(box))};
    const auto frame = [](const std::string& address) {
        return "<iframe title=a width=300 height=200 src='" + address + "'></iframe>";
    };
    EXPECT_EQ(pictures_of(frame("/inner") + frame(at("/inner", "localhost")) +
                          "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML = `" + box +
                          "`</script>"),
              (texts{"56x46", "56x46", "56x46"}));
}

TEST_F(ElementPictures, SayWhyThereIsNone)
{
    EXPECT_EQ(pictures_of("<div role=button style='position:absolute;width:0;height:0'></div>"),
              texts{"it is not to be seen"});
}

TEST_F(ElementPictures, AreBoundedInNumberAndSize)
{
    EXPECT_EQ(pictures_of(std::string(box) + box + box, {.count = 2, .bytes = 1'000'000}).size(), 2U);
    EXPECT_EQ(outcome.visit.pictures_left_out, 1U);
    EXPECT_EQ(pictures_of(std::string(box) + box, {.count = 2, .bytes = 10}).size(), 0U);
    EXPECT_EQ(outcome.visit.pictures_left_out, 2U);
    EXPECT_EQ(pictures_of("<div role=button style='width:3000px;height:3000px'></div>"), texts{"900x400"});
}

}  // namespace
}  // namespace parley::audit
