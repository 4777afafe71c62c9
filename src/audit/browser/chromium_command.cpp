#include "audit/browser/chromium_command.hpp"

namespace parley::audit {
namespace {

constexpr const char* programs[] = {
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/bin/chromium-headless-shell",
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/usr/lib/chromium-browser/chromium-browser",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/opt/google/chrome/chrome",
    "/usr/bin/google-chrome",
    "/opt/microsoft/msedge/msedge",
    "/usr/bin/microsoft-edge",
};

// Pages of its own that it would keep ready beside every window: most of what a window costs.
constexpr auto unused_popups =
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup";

}  // namespace

std::string find_chromium(const is_there& is_program)
{
    return first_program(programs, is_program);
}

std::vector<std::string> chromium_command(const std::string& program, const std::filesystem::path& profile,
                                          sandbox inside)
{
    std::vector<std::string> command = {program,
                                        "--headless=new",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--no-default-browser-check",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-default-apps",
                                        "--disable-sync",
                                        "--disable-extensions",
                                        "--disable-breakpad",
                                        unused_popups,
                                        "--disable-dev-shm-usage",
                                        "--disable-popup-blocking",
                                        "--disable-prompt-on-repost",
                                        "--password-store=basic",
                                        "--use-mock-keychain",
                                        "--hide-scrollbars",
                                        "--mute-audio",
                                        "--user-data-dir=" + profile.string(),
                                        "--remote-debugging-pipe"};
    // The headless shell knows no windows, so it has no such option.
    if (program.find("headless") == std::string::npos) command.emplace_back("--no-startup-window");
    if (inside == sandbox::off) command.emplace_back("--no-sandbox");
    return command;
}

}  // namespace parley::audit
