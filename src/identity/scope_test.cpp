#include "identity/scope.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

TEST(Scope, LosesOneDefaultAndNothingElse)
{
    EXPECT_EQ(resource_of("https://search.azure.com/.default"), "https://search.azure.com");
    EXPECT_EQ(resource_of("https://monitor.azure.com//.default"), "https://monitor.azure.com/");
    EXPECT_EQ(resource_of("api://a/.default/.default"), "api://a/.default");
    EXPECT_EQ(resource_of("https://search.azure.com"), "https://search.azure.com");
}

TEST(Scope, OfAResourceEndsInDefault)
{
    EXPECT_EQ(scope_of("https://search.azure.com"), "https://search.azure.com/.default");
    EXPECT_EQ(resource_of(scope_of("https://monitor.azure.com/")), "https://monitor.azure.com/");
}

}  // namespace
}  // namespace parley::identity
