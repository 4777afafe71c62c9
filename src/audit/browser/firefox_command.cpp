#include "audit/browser/firefox_command.hpp"

#include <array>
#include <charconv>

namespace parley::audit {
namespace {

using std::string_view;

constexpr const char* programs[] = {
    "/usr/lib/firefox-esr/firefox-esr",
    "/usr/bin/firefox-esr",
    "/usr/lib/firefox/firefox",
    "/usr/lib64/firefox/firefox",
    "/opt/firefox/firefox",
    "/usr/bin/firefox",
    "/snap/firefox/current/usr/lib/firefox/firefox",
};

// $$ is the shell that becomes Firefox. The others of its group follow, this one with them.
constexpr auto guarded = R"sh(folder=$1
shift
{ read -r end <&3; kill -9 $$; rm -rf -- "$folder"; kill -9 0; } >/dev/null 2>&1 &
exec "$@" 3<&-)sh";

struct preference {
    string_view name;
    string_view value;  // as JavaScript has it
};

constexpr std::array quiet = {
    preference{"app.normandy.enabled", "false"},
    preference{"app.update.auto", "false"},
    preference{"app.update.disabledForTesting", "true"},
    preference{"browser.aboutwelcome.enabled", "false"},
    preference{"browser.backup.enabled", "false"},
    preference{"browser.cache.disk.enable", "false"},
    preference{"browser.chrome.site_icons", "false"},
    preference{"browser.contentblocking.category", "\"standard\""},
    preference{"browser.discovery.enabled", "false"},
    preference{"browser.newtabpage.enabled", "false"},
    preference{"browser.preonboarding.enabled", "false"},
    preference{"browser.safebrowsing.blockedURIs.enabled", "false"},
    preference{"browser.safebrowsing.downloads.enabled", "false"},
    preference{"browser.safebrowsing.malware.enabled", "false"},
    preference{"browser.safebrowsing.passwords.enabled", "false"},
    preference{"browser.safebrowsing.phishing.enabled", "false"},
    preference{"browser.search.update", "false"},
    preference{"browser.sessionstore.resume_from_crash", "false"},
    preference{"browser.shell.checkDefaultBrowser", "false"},
    preference{"browser.startup.homepage", "\"about:blank\""},
    preference{"browser.startup.homepage_override.mstone", "\"ignore\""},
    preference{"browser.startup.page", "0"},
    preference{"datareporting.healthreport.uploadEnabled", "false"},
    preference{"datareporting.policy.dataSubmissionEnabled", "false"},
    preference{"datareporting.policy.dataSubmissionPolicyBypassNotification", "true"},
    // A page that is closed while its script runs for ever has its process ended this soon.
    preference{"dom.ipc.tabs.shutdownTimeoutSecs", "1"},
    preference{"extensions.autoDisableScopes", "0"},
    preference{"extensions.enabledScopes", "5"},
    preference{"extensions.installDistroAddons", "false"},
    preference{"extensions.systemAddon.update.enabled", "false"},
    preference{"extensions.update.enabled", "false"},
    preference{"intl.accept_languages", "\"en-US, en\""},
    preference{"intl.locale.requested", "\"en-US\""},
    preference{"media.volume_scale", "\"0.0\""},
    preference{"network.captive-portal-service.enabled", "false"},
    preference{"network.connectivity-service.enabled", "false"},
    preference{"network.http.http3.enable", "false"},
    preference{"nimbus.rollouts.enabled", "false"},
    preference{"services.settings.server", "\"data:,#remote-settings-dummy/v1\""},
    preference{"startup.homepage_welcome_url", "\"about:blank\""},
    preference{"termsofuse.bypassNotification", "true"},
    preference{"toolkit.startup.max_resumed_crashes", "-1"},
    preference{"toolkit.telemetry.enabled", "false"},
    preference{"toolkit.telemetry.server", "\"\""},
};

constexpr std::array forced_dark = {
    preference{"browser.display.background_color", "\"#000000\""},
    preference{"browser.display.foreground_color", "\"#ffffff\""},
    preference{"browser.display.background_color.dark", "\"#000000\""},
    preference{"browser.display.foreground_color.dark", "\"#ffffff\""},
};
constexpr std::array forced_light = {
    preference{"browser.display.background_color", "\"#ffffff\""},
    preference{"browser.display.foreground_color", "\"#000000\""},
    preference{"browser.display.background_color.dark", "\"#ffffff\""},
    preference{"browser.display.foreground_color.dark", "\"#000000\""},
};

void append(std::string& to, const preference& what)
{
    ((((to += "user_pref(\"") += what.name) += "\", ") += what.value) += ");\n";
}

}  // namespace

std::string find_firefox(const is_there& is_program)
{
    return first_program(programs, is_program);
}

std::vector<std::string> firefox_command(const std::string& program, const std::filesystem::path& folder,
                                         const std::filesystem::path& profile)
{
    return {"/bin/sh",
            "-c",
            guarded,
            "sh",
            folder.string(),
            program,
            "--headless",
            "--no-remote",
            "--profile",
            profile.string(),
            "--remote-debugging-port=0"};
}

std::string firefox_preferences(const appearance& shown)
{
    std::string text;
    for (const auto& each : quiet) append(text, each);
    const bool is_dark = shown.scheme == color_scheme::dark;
    append(text, {"layout.css.prefers-color-scheme.content-override", is_dark ? "0" : "1"});
    append(text, {"ui.prefersReducedMotion", shown.moving == motion::reduced ? "1" : "0"});
    append(text, {"browser.display.document_color_use", shown.palette == colors::forced ? "2" : "1"});
    if (shown.palette == colors::forced) {
        append(text, {"browser.display.use_system_colors", "false"});
        for (const auto& each : is_dark ? forced_dark : forced_light) append(text, each);
    }
    return text;
}

std::optional<std::uint16_t> port_said(string_view line)
{
    constexpr string_view words = "WebDriver BiDi listening on ws://127.0.0.1:";
    if (!line.starts_with(words)) return std::nullopt;
    const auto digits = line.substr(words.size());
    std::uint16_t port = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (read.ec != std::errc() || port == 0) return std::nullopt;
    return port;
}

}  // namespace parley::audit
