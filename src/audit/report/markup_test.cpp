#include "audit/report/markup.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

TEST(MarkupText, CannotEndATagAnElementOrAnAttribute)
{
    EXPECT_EQ(markup_text("<a href=\"x\" title='y'>&amp;</a>"),
              "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

TEST(MarkupText, HoldsOnlyCharactersThatXmlAllows)
{
    EXPECT_EQ(markup_text(std::string_view("\0\x01\x1B\x0B", 4)), "\uFFFD\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(markup_text("\uFFFE\uFFFF\xFF"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(markup_text("\t\r\n é\U0001F600\uFFFD"), "\t\r\n é\U0001F600\uFFFD");
}

}  // namespace
}  // namespace parley::audit
