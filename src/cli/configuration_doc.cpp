#include "cli/configuration_doc.hpp"

#include "base/settings.hpp"
#include "identity/variables.hpp"

namespace parley::cli {

namespace {

std::string in_a_cell(std::string_view text)
{
    std::string escaped;
    for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
    return escaped;
}

}  // namespace

std::string configuration_markdown()
{
    std::string text =
        "# Configuration\n\n"
        "Made from the table in `src/base/settings.cpp` by `build/dev/bin/configuration_doc`; do not "
        "edit.\n\n"
        "A flag wins over the environment, that over the settings file (`--config FILE`, one `name = value` "
        "per\n"
        "line, `#` starts a comment), that over the default. In the file a setting has the name of its flag "
        "without\n"
        "the dashes. What holds a secret has no flag, because command lines are visible to others.\n\n"
        "| Setting | Environment | Default | Commands | Meaning |\n|---|---|---|---|---|\n";
    for (const auto& each : all_settings()) {
        const std::string name(each.name);
        text += each.kind == setting_kind::secret ? "| `" + name + "` (file only)" : "| `--" + name;
        if (each.kind != setting_kind::secret)
            text += (each.placeholder.empty() ? "" : " " + std::string(each.placeholder)) + "`";
        text += " | " + (each.environment.empty() ? "" : "`" + std::string(each.environment) + "`");
        text += " | " + (each.fallback.empty() ? "" : "`" + std::string(each.fallback) + "`");
        text += " | " + std::string(each.commands) + " | " + in_a_cell(each.help) + " |\n";
    }
    text +=
        "\n## Logging in without a key\n\n"
        "Read from the environment only, under the names that every Azure SDK uses; `parley token` says "
        "which "
        "of them\n"
        "led to a token, and why the others did not.\n\n"
        "| Variable | Meaning |\n|---|---|\n";
    for (const auto& [name, meaning] : identity::variables())
        text += "| `" + std::string(name) + "` | " + in_a_cell(meaning) + " |\n";
    return text;
}

}  // namespace parley::cli
