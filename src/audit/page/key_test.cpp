#include "audit/page/key.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

TEST(Key, IsFoundByItsNameInAnyCase)
{
    const auto key = key_named("escape");
    ASSERT_TRUE(key) << key.error().detail;
    EXPECT_EQ(key->key, "Escape");
    EXPECT_EQ(key->number, 27);
    EXPECT_EQ(key->text, "");
}

TEST(Key, IsPressedWithOthers)
{
    const auto back = key_named("Shift+Tab");
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(back->key, "Tab");
    EXPECT_EQ(back->modifiers, 8);

    const auto all = key_named("Control+Shift+a");
    ASSERT_TRUE(all) << all.error().detail;
    EXPECT_EQ(all->key, "A");
    EXPECT_EQ(all->code, "KeyA");
    EXPECT_EQ(all->modifiers, 10);
    EXPECT_EQ(all->text, "") << "a command types nothing";
}

TEST(Key, IsAnyOneCharacter)
{
    for (const auto* character : {"a", "7", "+", "é", "漢"}) {
        const auto key = key_named(character);
        ASSERT_TRUE(key) << key.error().detail;
        EXPECT_EQ(key->text, character);
    }
    EXPECT_EQ(key_named("Shift++")->text, "+");
}

TEST(Key, IsAnErrorWhenNoKeyHasTheName)
{
    for (const auto* name : {"", "Entr", "Shift+", "Hyper+a", "ab"}) {
        const auto key = key_named(name);
        ASSERT_FALSE(key) << name;
        EXPECT_EQ(key.error().code, errc::invalid_input);
    }
}

}  // namespace
}  // namespace parley::audit
