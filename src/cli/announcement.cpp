#include "cli/announcement.hpp"

#include "cli/arguments.hpp"
#include "http/proxy.hpp"

namespace parley::cli {
namespace {

// `http://127.0.0.1:8080`, with brackets around an IPv6 address.
std::string address_of(const std::string& host, std::uint16_t port)
{
    const bool bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
    return "http://" + (bare_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace

std::string announcement(const settings& values, const std::filesystem::path& folder, std::uint16_t port)
{
    const auto host = values.text("host");
    const auto model = values.text("model");
    std::string text = "Parley is at " + address_of(host, port) + " (answers by " +
                       (model.empty() ? "extracts" : model) + "). Ctrl-C stops it.\n";
    if (model.empty())
        text +=
            "Note: for answers by a model set OPENAI_BASE_URL, or AZURE_OPENAI_ENDPOINT, which needs no key, "
            "and --model NAME; --model mock shows them without one\n";
    std::error_code failed;
    if (!std::filesystem::exists(folder / "parley.db", failed))
        text += "Note: " + hint_to_ingest(folder) + "\n";
    if (!http::is_own_machine(host))
        text += "Note: there is no login: whoever reaches this address can read the documents\n";
    return text;
}

}  // namespace parley::cli
