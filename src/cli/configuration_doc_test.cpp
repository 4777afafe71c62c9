#include "cli/configuration_doc.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace parley::cli {
namespace {

TEST(ConfigurationDoc, IsWhatTheTableOfSettingsSays)
{
    std::ifstream file(std::string(PARLEY_SOURCE_DIR) + "/docs/configuration.md");
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), configuration_markdown())
        << "make it anew: build/dev/bin/configuration_doc > docs/configuration.md";
}

}  // namespace
}  // namespace parley::cli
