#include "audit/engine/axe.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

TEST(Axe, IsOfTheVersionThatItSays)
{
    EXPECT_EQ(version_of_axe(axe_source()), axe_version());
    EXPECT_EQ(axe_version(), "4.14.1");
}

TEST(Axe, IsWholeAndBringsItsLicences)
{
    EXPECT_GT(axe_source().size(), 500'000U);
    EXPECT_NE(axe_source().find("runPartial"), std::string_view::npos);
    EXPECT_EQ(axe_licence().find("Mozilla Public License"), 0U);
    EXPECT_EQ(axe_licence().find('\0'), std::string_view::npos);
}

TEST(Axe, NamesNoVersionOfAnotherScript)
{
    EXPECT_EQ(version_of_axe("/* mine */"), "");
    EXPECT_EQ(version_of_axe("/*! axe v"), "");
    EXPECT_EQ(version_of_axe("/*! axe v4.11.0\n * "), "4.11.0");
}

}  // namespace
}  // namespace parley::audit
